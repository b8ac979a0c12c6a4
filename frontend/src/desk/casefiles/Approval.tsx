/** Approving or returning a case file that somebody else signed. */
import { useSignal } from "@preact/signals";
import { caseFilesApi } from "../../api/desk";
import { BusyButton } from "../../app/Busy";
import { caseFileWords } from "../../app/i18n/casefile";
import { alarm, attempt } from "../../app/notices";
import { here } from "../../app/router";
import { dayLong } from "../../app/time";
import { dayAfter } from "../../vault/directoryMaking";
import { today } from "../../vault/keyring";
import { freshFactor } from "../../vault/leading";
import { Confirm } from "./Confirm";
import { approvalMake, NobodyThere, type OpenedPdf, type OpenedRevision } from "./judging";
import { PdfCard } from "./PdfCard";
import type { LoadedCaseFile } from "./pageStore";

export interface ApprovalProps {
  readonly loaded: LoadedCaseFile;
  readonly revision: OpenedRevision;
  readonly pdfs: readonly OpenedPdf[];
  readonly reload: () => Promise<void>;
}

export function Approval({ loaded, revision, pdfs, reload }: ApprovalProps) {
  const words = caseFileWords();
  const read = useSignal<ReadonlySet<string>>(new Set());
  const expires = useSignal(revision.source.expires);
  const returning = useSignal(false);
  const { row } = loaded.out;
  const first = dayAfter(today(), 1);
  const last = revision.source.expires;
  const over = last < first;
  const dayFits = expires.value >= first && expires.value <= last;
  const allRead = pdfs.every(({ organisation }) => read.value.has(organisation));
  const nameOf = (organisation: string): string => loaded.names.get(organisation) ?? organisation;

  const approve = async (): Promise<void> => {
    const { newest } = loaded;
    if (newest === null) return;
    await attempt(async () => {
      if (!(await freshFactor(here.value))) return;
      try {
        await caseFilesApi.approve(row.id, approvalMake(newest, pdfs, expires.value));
      } catch (error) {
        if (!(error instanceof NobodyThere)) throw error;
        alarm(words.nobody(nameOf(error.organisation)));
        return;
      }
      await reload();
    });
  };
  const giveBack = async (): Promise<void> => {
    const done = await attempt(async () => {
      await caseFilesApi.giveBack(row.id);
      await reload();
    }, words.gaveBack);
    if (done) returning.value = false;
  };

  return (
    <>
      {pdfs.map((pdf) => (
        <PdfCard key={pdf.organisation} pdf={pdf} name={nameOf(pdf.organisation)}>
          <label class="choice">
            <input
              type="checkbox"
              checked={read.value.has(pdf.organisation)}
              onChange={(event) => {
                const next = new Set(read.value);
                if (event.currentTarget.checked) next.add(pdf.organisation);
                else next.delete(pdf.organisation);
                read.value = next;
              }}
            />
            <span>{words.readAll}</span>
          </label>
        </PdfCard>
      ))}
      <section class="card" aria-labelledby="judge">
        <h2 id="judge">{words.approveTitle}</h2>
        {over ? (
          <p class="error">{words.lastDayOver}</p>
        ) : (
          <div class="field">
            <label for="last-day">{words.lastDay}</label>
            <p class="hint" id="last-day-hint">
              {words.lastDayHint(dayLong(last))}
            </p>
            <input
              class="input day-input"
              id="last-day"
              type="date"
              min={first}
              max={last}
              value={expires.value}
              aria-describedby="last-day-hint"
              aria-invalid={!dayFits}
              onInput={(event) => { expires.value = event.currentTarget.value; }}
            />
            {!dayFits && <p class="error">{words.lastDayWrong}</p>}
          </div>
        )}
        {revision.leaks > 0 && <p class="error">{words.leaks(revision.leaks)}</p>}
        {!allRead && <p class="small soft">{words.readFirst}</p>}
        <div class="acts">
          <button type="button" class="btn" onClick={() => { returning.value = true; }}>
            {words.giveBack}
          </button>
          <BusyButton
            class="btn btn--main"
            work={approve}
            busy={words.approving}
            disabled={!allRead || !dayFits || revision.leaks > 0}
          >
            {words.approve}
          </BusyButton>
        </div>
      </section>
      {returning.value && (
        <Confirm
          title={words.giveBackTitle}
          what={words.giveBackWhat}
          no={words.giveBackNo}
          yes={words.giveBack}
          close={() => { returning.value = false; }}
          act={giveBack}
        />
      )}
    </>
  );
}
