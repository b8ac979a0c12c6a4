/** Writing a case file: what the partner will read, what is hidden from them, and the author's signature. */
import "./redact.css";
import { useEffect, useMemo } from "preact/hooks";
import { caseFilesApi } from "../../api/desk";
import { BusyButton } from "../../app/Busy";
import { NotFound } from "../../app/gate/Warned";
import { wordFor } from "../../app/i18n/labels";
import { kindsWords, redactWords } from "../../app/i18n/redact";
import { attempt } from "../../app/notices";
import { here, href, navigate, Page } from "../../app/router";
import { useLoad } from "../../app/useLoad";
import { onLock } from "../../vault/flow";
import { hexOf } from "../../vault/ids";
import { requireMe } from "../../vault/keyring";
import { freshFactor } from "../../vault/leading";
import { revisionSign } from "../casefiles/signing";
import { TlpBadge } from "../casefiles/TlpBadge";
import { AudienceCard } from "./AudienceCard";
import { labelAccept } from "./groups";
import { LABELS } from "./markWords";
import { PreviewCard } from "./PreviewCard";
import { ReadableCard } from "./ReadableCard";
import { SourceCard } from "./SourceCard";
import { type RedactLoaded, redactLoad, type RedactStore, redactStore } from "./store";
import { problemWords } from "./words";

function AcceptAll({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const { groups } = store.work.value;
  const kinds = LABELS.map((label) => {
    const all = groups.filter((group) => group.label === label && group.state !== "off");
    return { label, all: all.length, asks: all.filter(({ state }) => state === "ask").length };
  }).filter(({ all }) => all > 0);
  if (kinds.length === 0) return null;
  return (
    <div class="acts">
      <span class="small soft">{words.acceptAll}</span>
      {kinds.map(({ label, all, asks }) => (
        <button
          key={label}
          type="button"
          class="btn btn--s kind-all"
          aria-disabled={asks === 0}
          onClick={() => {
            if (asks === 0) return;
            store.change((work) => ({ ...work, groups: labelAccept(work.groups, label) }));
            store.said.value = words.acceptedAll(wordFor(kindsWords(), label));
          }}
        >
          {wordFor(kindsWords(), label)} <span class="num">{all}</span>
          {asks > 0 && <span class="vh">{words.pending(asks)}</span>}
        </button>
      ))}
    </div>
  );
}

function Notices({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const open = store.open.value;
  const problems = store.problems.value;
  const first = open.find(({ why }) => why !== "opening") ?? open[0];
  const go = (): void => {
    const boxes = [...document.querySelectorAll<HTMLInputElement>("#stays input.stays:not(:checked)")];
    const box = boxes[0];
    box?.closest("details")?.setAttribute("open", "");
    box?.scrollIntoView({ block: "center" });
    box?.focus({ preventScroll: true });
  };
  return (
    <>
      {first !== undefined && (
        <div class="notice notice--alarm">
          <p>{words.toConfirm(open.length)}</p>
          <p class="small">{words.toConfirmWhat(first.text)}</p>
          <div class="acts">
            <button type="button" class="btn btn--s" onClick={go}>
              {words.goThere}
            </button>
          </div>
        </div>
      )}
      {problems.length > 0 && (
        <div class="notice notice--alarm">
          <p>{words.before}</p>
          <ul class="small">
            {problems.map((problem, at) => (
              <li key={at}>{problemWords(problem)}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="notice">
        <p>{words.after}</p>
        <p class="small">{words.afterWhat}</p>
      </div>
    </>
  );
}

function Foot({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const { row } = store.loaded.out;
  const all = store.items.value.length;
  const left = store.open.value.length;
  const states = { nothing: words.nothingYet, due: words.saving, saved: words.saved, kept_here: words.savedHere };
  const later = (): Promise<unknown> =>
    attempt(async () => {
      await store.save();
      navigate(`case-files/${row.id}/`);
    });
  const sign = (): Promise<unknown> =>
    attempt(async () => {
      await store.save();
      if (!(await freshFactor(here.value))) return;
      const input = {
        work: store.work.value,
        caseFile: hexOf(row.id),
        revision: row.revision + 1,
        number: row.number,
        desk: requireMe().desk_name,
      };
      await caseFilesApi.revise(row.id, revisionSign(input));
      navigate(`case-files/${row.id}/`);
    });
  return (
    <div class="foot">
      <span class="small soft">
        <span role="status" class="just-said">
          {store.said.value}
        </span>
        {states[store.saved.value]} · <span role="status">{words.confirmedOf(all - left, all)}</span>
      </span>
      <div class="acts">
        <BusyButton work={later}>{words.later}</BusyButton>
        <BusyButton class="btn btn--main" work={sign} busy={words.signing} disabled={left > 0 || store.problems.value.length > 0}>
          {words.sign}
        </BusyButton>
      </div>
    </div>
  );
}

function titleOf(store: RedactStore): string {
  const words = redactWords();
  const chosen = new Set(store.work.value.organisations);
  const names = store.loaded.partners.filter(({ id }) => chosen.has(hexOf(id))).map(({ name }) => name);
  if (names.length === 0) return words.titleNobody;
  const last = names.at(-1) ?? "";
  return words.titleFor(names.length === 1 ? last : `${names.slice(0, -1).join(", ")} ${words.and} ${last}`);
}

function Above({ id, number }: { readonly id: string; readonly number: string }) {
  const words = redactWords();
  return (
    <p class="small">
      <a href={href("case-files/")}>{words.back}</a>{" "}
      <span class="soft">
        / <a href={href(`case-files/${id}/`)}>{number}</a> / {words.crumb}
      </span>
    </p>
  );
}

function Writing({ loaded }: { readonly loaded: RedactLoaded }) {
  const store = useMemo(() => redactStore(loaded), [loaded]);
  const { row } = loaded.out;
  const words = redactWords();
  useEffect(() => {
    const forget = onLock(() => store.save());
    return () => {
      forget();
      void attempt(() => store.save()).then(() => { store.stop(); });
    };
  }, [store]);
  return (
    <Page
      title={titleOf(store)}
      above={<Above id={row.id} number={row.number} />}
      beside={<TlpBadge tlp={store.work.value.tlp} />}
      under={<AcceptAll store={store} />}
    >
      {row.failure === "leak" && (
        <div class="notice notice--alarm">
          <p>{words.before}</p>
          <p class="small">{words.failedLeak}</p>
        </div>
      )}
      <AudienceCard store={store} />
      <div class="two even redacting">
        <section class="col" aria-labelledby="src">
          <SourceCard store={store} />
          <ReadableCard store={store} />
        </section>
        <section class="col" aria-labelledby="pre">
          <PreviewCard store={store} />
          <Notices store={store} />
        </section>
      </div>
      <Foot store={store} />
    </Page>
  );
}

export function RedactPage({ id }: { readonly id: string }) {
  const words = redactWords();
  const { loaded } = useLoad(() => redactLoad(id), id);
  const now = loaded.value;
  if (now.state === "loading") {
    return (
      <Page title={words.titleNobody}>
        <p role="status">{words.loading}</p>
      </Page>
    );
  }
  if (now.state === "failed") {
    if (now.missing) return <NotFound />;
    return (
      <Page title={words.titleNobody}>
        <p class="error" role="alert">
          {now.why}
        </p>
      </Page>
    );
  }
  const { row } = now.value.out;
  const mine = row.author.id === requireMe().user_id;
  const writable = row.state === "draft" || row.state === "returned";
  if (mine && writable) return <Writing loaded={now.value} />;
  return (
    <Page title={words.titleNobody} above={<Above id={id} number={row.number} />}>
      <div class="narrow form">
        <p>{mine ? words.notWritable : words.notAuthor}</p>
        <div class="acts">
          <a class="btn btn--main" href={href(`case-files/${id}/`)}>
            {words.toCaseFile}
          </a>
        </div>
      </div>
    </Page>
  );
}
