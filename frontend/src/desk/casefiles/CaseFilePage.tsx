/** One case file on its way: written, rendered, approved or returned, released. */
import "../redact/redact.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { caseFilesApi } from "../../api/desk";
import { Problem } from "../../api/problem";
import { NotFound } from "../../app/gate/Warned";
import { caseFileWords } from "../../app/i18n/casefile";
import { wordFor } from "../../app/i18n/labels";
import { alarm, announce, attempt } from "../../app/notices";
import { href, navigate, Page } from "../../app/router";
import { dayLong, dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import { draftDrop } from "../../vault/drafts";
import { hexOf } from "../../vault/ids";
import { isLead, requireMe } from "../../vault/keyring";
import { Approval } from "./Approval";
import { Confirm } from "./Confirm";
import type { OpenedPdf, OpenedRevision } from "./judging";
import { awaitsWorker, caseFileLoad, type LoadedCaseFile, stateLook } from "./pageStore";
import { Released } from "./Released";
import { RedactedTable, SourceView } from "./SourceView";
import { TlpBadge } from "./TlpBadge";

const LOOK_EVERY_MS = 2_000;

interface PartProps {
  readonly loaded: LoadedCaseFile;
  readonly reload: () => Promise<void>;
}

function Writing({ loaded }: Pick<PartProps, "loaded">) {
  const words = caseFileWords();
  const deleting = useSignal(false);
  const { row } = loaded.out;
  const mine = row.author.id === requireMe().user_id;
  const remove = (): Promise<unknown> =>
    attempt(async () => {
      await caseFilesApi.remove(row.id);
      navigate("case-files/", true);
    }, words.deleted);
  const returnedBy = loaded.newest?.returned_by ?? null;
  const released = loaded.out.revisions.some(({ release }) => release !== null);
  return (
    <section class="stack narrow">
      {row.failure !== "" && (
        <div class="notice notice--alarm" role="alert">
          <p>{words.failedNow}</p>
          <p>{wordFor(words, `failed_${row.failure}`)}</p>
        </div>
      )}
      {returnedBy !== null && <p class="notice">{words.returnedNote(returnedBy.name)}</p>}
      <p class="soft">{words.draftNote}</p>
      {mine && (
        <div class="acts">
          <a class="btn btn--main" href={href(`case-files/${row.id}/redact/`)}>
            {row.revision === 0 ? words.write : words.goOn}
          </a>
          {!released && (
            <button type="button" class="btn btn--bare" onClick={() => { deleting.value = true; }}>
              {words.delete}
            </button>
          )}
        </div>
      )}
      {deleting.value && (
        <Confirm
          title={words.deleteTitle}
          what={words.deleteWhat}
          no={words.deleteNo}
          yes={words.delete}
          close={() => { deleting.value = false; }}
          act={remove}
        />
      )}
    </section>
  );
}

/** Looks every two seconds whether the worker is done, and says how it went. */
function useWorkerWatch({ loaded, reload }: PartProps): void {
  const { out } = loaded;
  const waiting = awaitsWorker(out);
  const now = `${out.row.state}/${out.row.release_state ?? ""}`;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => {
      stateLook(out.row.id)
        .then(async (state) => {
          if (state === now) return;
          await reload();
          const words = caseFileWords();
          if (state.startsWith("awaiting")) announce(words.readyNow);
          else if (state.startsWith("returned")) alarm(words.failedNow);
          else announce(words.approvedNow);
        })
        .catch((error: unknown) => {
          // The connection may come back; the next look asks again.
          if (!(error instanceof Problem)) throw error;
        });
    }, LOOK_EVERY_MS);
    return () => { clearInterval(timer); };
  }, [waiting, now]);
}

interface CheckedProps {
  readonly loaded: LoadedCaseFile;
  readonly revision: OpenedRevision;
  readonly pdfs: readonly OpenedPdf[];
}

function Checks({ loaded, revision, pdfs }: CheckedProps) {
  const words = caseFileWords();
  const { s1, author, redactions, leaks } = revision;
  const signedAt = loaded.newest?.signed_at ?? "";
  const name = loaded.names.get(author.user) ?? author.user.slice(0, 8);
  return (
    <section class="card" aria-labelledby="checks">
      <h2 id="checks">{words.checks}</h2>
      <ul class="checks">
        <li>
          <span>
            <b>{words.checkAuthor}</b> {words.checkAuthorMore(name, wordFor(words, `role_${author.role}`), dayLong(signedAt))}
          </span>
        </li>
        <li>
          <span>
            <b>{words.checkSource}</b> {words.checkSourceMore}{" "}
            <span class="mono hash">{s1.sourceSha256}</span>
          </span>
        </li>
        {pdfs.length > 0 && (
          <li>
            <span>
              <b>{words.checkPdf(pdfs.length)}</b> {words.checkPdfMore}
            </span>
          </li>
        )}
        {leaks === 0 && (
          <li>
            <span>
              <b>{words.checkLeak}</b> {words.checkLeakMore(redactions.values.length)}
            </span>
          </li>
        )}
      </ul>
      {leaks > 0 && <p class="error">{words.leaks(leaks)}</p>}
      <dl class="facts">
        <dt>{words.forWhom}</dt>
        <dd>{s1.organisations.map((one) => loaded.names.get(one) ?? one).join(", ")}</dd>
        <dt>{words.author}</dt>
        <dd>{name}</dd>
      </dl>
    </section>
  );
}

function Revision({ loaded, reload }: PartProps) {
  const words = caseFileWords();
  const { opened, out, newest } = loaded;
  if (opened.state === "none" || newest === null) return null;
  if (opened.state === "shut") {
    return (
      <div class="notice notice--alarm narrow" role="alert">
        <p>{words.refusedTitle}</p>
        <p>{opened.fault === "no_access" ? words.noAccess : words.refusedWhy}</p>
      </div>
    );
  }
  const { revision, pdfs } = opened;
  const awaiting = out.row.state === "awaiting_approval";
  const judge = awaiting && isLead.value && out.row.author.id !== requireMe().user_id && revision.s1.author !== hexOf(requireMe().user_id);
  const mine = out.row.author.id === requireMe().user_id;
  return (
    <div class="two">
      <div class="col">
        {awaiting && !judge && <p class="notice">{mine ? words.awaitingMine : words.awaitingNote}</p>}
        {newest.release !== null && <Released loaded={loaded} release={newest.release} reload={reload} />}
        <section class="card" aria-labelledby="text-h">
          <h2 id="text-h">{words.text}</h2>
          <SourceView source={revision.source} />
        </section>
        {judge && <Approval loaded={loaded} revision={revision} pdfs={pdfs} reload={reload} />}
      </div>
      <aside class="col">
        <Checks loaded={loaded} revision={revision} pdfs={pdfs} />
        <section class="card" aria-labelledby="redacted-h">
          <h2 id="redacted-h">{words.redacted}</h2>
          <RedactedTable redactions={revision.redactions} />
        </section>
        <Former loaded={loaded} />
      </aside>
    </div>
  );
}

function Former({ loaded }: Pick<PartProps, "loaded">) {
  const words = caseFileWords();
  const former = loaded.out.revisions.filter(({ number }) => number !== loaded.out.row.revision);
  if (former.length === 0) return null;
  return (
    <section class="stack">
      <h3>{words.former}</h3>
      <ul class="list">
        {former.map((one) => (
          <li key={one.number}>
            <span class="small">
              {words.formerOne(one.number, dayWord(one.signed_at.slice(0, 10)))}
              {one.returned_by !== null && `, ${words.formerReturned(one.returned_by.name)}`}
              {one.failure !== "" && `, ${words.formerFailed}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function View({ loaded, reload }: PartProps) {
  const words = caseFileWords();
  const { row } = loaded.out;
  useWorkerWatch({ loaded, reload });
  const mine = row.author.id === requireMe().user_id;
  useEffect(() => {
    // What was approved is not written any more, so its draft goes.
    if (mine && row.state === "approved") void attempt(() => draftDrop(row.id));
  }, [mine, row.state]);
  const state = row.release_state ?? row.state;
  const above = (
    <p class="small">
      <a href={href("case-files/")}>{words.title}</a> <span class="soft">/ {row.number}</span>
    </p>
  );
  const under = (
    <div class="acts">
      <span class={state === "active" ? "badge badge--on" : "badge"}>{wordFor(words, state)}</span>
      <span class="small soft">
        {row.revision > 0 && `${words.revision(row.revision)} · `}
        {words.byOn(row.author.name, dayWord(row.created_at.slice(0, 10)))} ·{" "}
        <a href={href(`incidents/${row.incident}/`)}>{words.ofIncident}</a>
      </span>
    </div>
  );
  const writable = row.state === "draft" || row.state === "returned";
  return (
    <Page
      title={row.number}
      above={above}
      under={under}
      {...(row.tlp === null ? {} : { beside: <TlpBadge tlp={row.tlp} /> })}
    >
      {writable && <Writing loaded={loaded} />}
      {row.state === "rendering" && (
        <div class="notice narrow" role="status">
          <p>{words.rendering}…</p>
          <p class="small">{words.renderingNote}</p>
          <progress aria-label={words.rendering} />
        </div>
      )}
      <Revision loaded={loaded} reload={reload} />
    </Page>
  );
}

export function CaseFilePage({ id }: { readonly id: string }) {
  const words = caseFileWords();
  const { loaded, reload } = useLoad(() => caseFileLoad(id), id);
  const now = loaded.value;
  if (now.state === "loading") {
    return (
      <Page title={words.title}>
        <p role="status">{words.loading}</p>
      </Page>
    );
  }
  if (now.state === "failed") {
    if (now.missing) return <NotFound />;
    return (
      <Page title={words.title}>
        <p class="error" role="alert">
          {now.why}
        </p>
      </Page>
    );
  }
  return <View loaded={now.value} reload={reload} />;
}
