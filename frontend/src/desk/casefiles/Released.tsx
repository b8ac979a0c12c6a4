/** A release as its desk sees it: its signatures in words, who opened it, and how to recall it. */
import { useSignal } from "@preact/signals";
import { caseFilesApi } from "../../api/desk";
import type { ReleaseOut } from "../../api/types";
import { caseFileWords } from "../../app/i18n/casefile";
import { wordFor } from "../../app/i18n/labels";
import { attempt } from "../../app/notices";
import { here } from "../../app/router";
import { dayLong, momentWord } from "../../app/time";
import { hexOf } from "../../vault/ids";
import { isLead } from "../../vault/keyring";
import { freshFactor } from "../../vault/leading";
import { Confirm } from "./Confirm";
import type { LoadedCaseFile } from "./pageStore";

function standing(release: ReleaseOut): string {
  const words = caseFileWords();
  if (release.state === "recalled") return words.releaseRecalled(dayLong(release.recalled_at ?? release.expires));
  if (release.state === "expired") return words.releaseExpired(dayLong(release.expires));
  if (release.state === "refused") return words.releaseRefused;
  return release.state === "pending" ? words.releasePending : words.releaseActive;
}

export interface ReleasedProps {
  readonly loaded: LoadedCaseFile;
  readonly release: ReleaseOut;
  readonly reload: () => Promise<void>;
}

function Custody({ loaded }: Pick<ReleasedProps, "loaded">) {
  const words = caseFileWords();
  return (
    <section class="card" aria-labelledby="custody">
      <h2 id="custody">{words.custody}</h2>
      {loaded.accesses.length === 0 ? (
        <p class="soft">{words.custodyNone}</p>
      ) : (
        <table class="table table--tight">
          <thead>
            <tr>
              <th scope="col">{words.person}</th>
              <th scope="col">{words.organisation}</th>
              <th scope="col">{words.copy}</th>
              <th scope="col">{words.when}</th>
            </tr>
          </thead>
          <tbody>
            {loaded.accesses.map((one, at) => (
              <tr key={at}>
                <td>{one.person.name}</td>
                <td>{loaded.names.get(hexOf(one.organisation)) ?? ""}</td>
                <td class="mono">{one.copy_id}</td>
                <td>{momentWord(one.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function Released({ loaded, release, reload }: ReleasedProps) {
  const words = caseFileWords();
  const recalling = useSignal(false);
  const serving = release.state === "active" || release.state === "pending";
  const alarming = release.state === "refused" || loaded.release === "broken";
  const recall = async (): Promise<void> => {
    const done = await attempt(async () => {
      if (!(await freshFactor(here.value))) return;
      await caseFilesApi.recall(release.id);
      await reload();
    }, words.recalledNow);
    if (done) recalling.value = false;
  };
  return (
    <>
      <section class={alarming ? "notice notice--alarm" : "card"} aria-labelledby="release">
        <div class="head">
          <h2 id="release">{words.release}</h2>
          <span class={alarming ? "badge badge--alarm" : release.state === "active" ? "badge badge--on" : "badge"}>
            {wordFor(words, release.state)}
          </span>
        </div>
        <p>{words.releaseApproved(release.approver.name, dayLong(release.approved_at))}</p>
        <p>{loaded.release === "broken" ? words.releaseBroken : standing(release)}</p>
        {serving && <p>{words.releaseUntil(dayLong(release.expires))}</p>}
        {serving && isLead.value && (
          <div class="acts">
            <button type="button" class="btn btn--alarm" onClick={() => { recalling.value = true; }}>
              {words.recall}
            </button>
          </div>
        )}
      </section>
      <Custody loaded={loaded} />
      {recalling.value && (
        <Confirm
          title={words.recallTitle}
          what={words.recallWhat}
          no={words.recallNo}
          yes={words.recall}
          close={() => { recalling.value = false; }}
          act={recall}
        />
      )}
    </>
  );
}
