/** Admitting a person: the lead types the six words that they heard, and signs only where they are the keys' own. */
import { useSignal } from "@preact/signals";
import type { EpochOut, PersonOut } from "../../api/types";
import { BusyButton } from "../../app/Busy";
import { Dialog } from "../../app/Dialog";
import { wordFor } from "../../app/i18n/labels";
import { peopleWords } from "../../app/i18n/people";
import { announce, errorWords } from "../../app/notices";
import { othersNeeded, personAdmit, wordsFit } from "../../vault/leading";

export interface AdmitProps {
  readonly person: PersonOut;
  readonly epochs: readonly EpochOut[];
  readonly close: () => void;
  readonly done: () => Promise<void>;
}

export function AdmitDialog({ person, epochs, close, done }: AdmitProps) {
  const words = peopleWords();
  const heard = useSignal("");
  const error = useSignal<string | null>(null);
  const admit = async (): Promise<void> => {
    error.value = null;
    try {
      if (!(await wordsFit(person, heard.value))) {
        error.value = words.notSame;
        return;
      }
      const missing = await personAdmit(person, epochs);
      await done();
      close();
      announce(missing > 0 ? words.oneMissing(person.name) : words.admittedNow(person.name));
    } catch (fault) {
      error.value = errorWords(fault);
    }
  };
  return (
    <Dialog title={words.admitTitle(person.name)} onClose={close}>
      <p>{words.admitLead}</p>
      <p class="small soft">{words.admitAs(wordFor(words, person.role), person.organisation.name)}</p>
      {othersNeeded(person) > 0 && <p class="small">{words.secondToo}</p>}
      <div class="field">
        <label for="heard">{words.heard}</label>
        <textarea
          class="input"
          id="heard"
          rows={2}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={heard.value}
          aria-invalid={error.value !== null}
          aria-describedby={error.value === null ? undefined : "heard-error"}
          onInput={(event) => { heard.value = event.currentTarget.value; }}
        />
        {error.value !== null && (
          <p class="error" id="heard-error" role="alert">
            {error.value}
          </p>
        )}
      </div>
      <div class="acts">
        <button type="button" class="btn" onClick={close}>
          {words.cancel}
        </button>
        <BusyButton class="btn btn--main" work={admit} busy={words.vouching}>
          {words.vouch}
        </BusyButton>
      </div>
    </Dialog>
  );
}
