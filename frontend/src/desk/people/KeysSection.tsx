/** Epochs, the directory, and the workers: the desk's own keys, and what a lead does with them. */
import type { EpochOut, WorkerOut } from "../../api/types";
import { BusyButton } from "../../app/Busy";
import { OwnWords, RootWords } from "../../app/gate/Waiting";
import { peopleWords } from "../../app/i18n/people";
import { announce, attempt } from "../../app/notices";
import { here } from "../../app/router";
import { dayLong, dayWord, momentWord } from "../../app/time";
import { currentEpoch } from "../../sealing/directories";
import { SealingError } from "../../sealing/errors";
import { directoryDaysLeft } from "../../vault/flow";
import { hexOf } from "../../vault/ids";
import { isLead, requireDesk, requireVault, today } from "../../vault/keyring";
import { directoriesRenew, epochRotate, freshFactor, workersAdd, workersMissing } from "../../vault/leading";

const SOON_DAYS = 30;

interface KeysProps {
  readonly epochs: readonly EpochOut[];
  readonly workers: readonly WorkerOut[];
  readonly reload: () => Promise<void>;
}

/** A lead's step that needs a fresh second factor first. */
function leadStep(step: () => Promise<unknown>, done: string, reload: () => Promise<void>): () => Promise<void> {
  return async () => {
    await attempt(async () => {
      if (!(await freshFactor(here.value))) return;
      await step();
      await reload();
      announce(done);
    });
  };
}

function current(): string {
  try {
    return currentEpoch(requireDesk().epochs, today()).id;
  } catch (error) {
    if (error instanceof SealingError) return "";
    throw error;
  }
}

export function Epochs({ epochs, reload }: Omit<KeysProps, "workers">) {
  const words = peopleWords();
  const held = requireVault().epochs;
  const now = current();
  const make = leadStep(() => epochRotate({}), words.epochMade, reload);
  return (
    <section class="card" aria-labelledby="epochs">
      <h2 id="epochs">{words.epochs}</h2>
      <p class="small soft">{words.epochsLead}</p>
      <ul class="list">
        {epochs.map((epoch) => (
          <li key={epoch.id}>
            <div class="grow">
              <b>
                {dayWord(epoch.accept_from)} – {dayWord(epoch.accept_until)}
              </b>{" "}
              {hexOf(epoch.id) === now && <span class="badge badge--on">{words.epochNow}</span>}
              <br />
              <span class="small soft">
                {words.epochHolders}: {epoch.holders.length}, {held.has(epoch.id) ? words.epochYours : words.epochNot} ·{" "}
                {words.epochDestroy} {dayWord(epoch.destroy_on)}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {isLead.value && (
        <div class="acts">
          <BusyButton class="btn btn--s" work={make} busy={words.epochMaking}>
            {words.epochNew}
          </BusyButton>
        </div>
      )}
    </section>
  );
}

function Workers({ workers, reload }: Omit<KeysProps, "epochs">) {
  const words = peopleWords();
  const missing = workersMissing(workers);
  const add = leadStep(() => workersAdd(missing), words.workerAdded, reload);
  return (
    <>
      <h3>{words.workers}</h3>
      <ul class="list">
        {workers.map((worker) => (
          <li key={worker.id}>
            <span class="grow small">
              {worker.seen_at === null ? words.workerNever : words.workerSeen(momentWord(worker.seen_at))}
            </span>
            {!missing.includes(worker) && <span class="badge">{words.admitted}</span>}
          </li>
        ))}
      </ul>
      {missing.length > 0 && isLead.value && (
        <BusyButton class="btn btn--s" work={add} busy={words.vouching}>
          {words.workerAdd}
        </BusyButton>
      )}
    </>
  );
}

export function DirectoryCard({ workers, reload }: Omit<KeysProps, "epochs">) {
  const words = peopleWords();
  const desk = requireDesk();
  const left = directoryDaysLeft() ?? 0;
  const renew = leadStep(directoriesRenew, words.renewed, reload);
  return (
    <section class="card" aria-labelledby="directory">
      <h2 id="directory">{words.directory}</h2>
      <p class="small">{words.directoryOf(desk.serial, dayLong(desk.validUntil))}</p>
      {left <= SOON_DAYS && <p class="error">{words.directorySoon(left)}</p>}
      {isLead.value && (
        <div class="acts">
          <BusyButton class="btn btn--s" work={renew} busy={words.vouching}>
            {words.renew}
          </BusyButton>
        </div>
      )}
      <Workers workers={workers} reload={reload} />
      <details>
        <summary>{words.ownWords}</summary>
        <OwnWords />
      </details>
      <RootWords />
    </section>
  );
}
