/** Redacting any word or phrase: selected in the text, or typed. */
import { useSignal } from "@preact/signals";
import { redactWords } from "../../app/i18n/redact";
import { alarm } from "../../app/notices";
import { usualReason } from "./beginning";
import { valueRedact } from "./groups";
import { type Label, labelOf, LABELS } from "./markWords";
import type { RedactStore } from "./store";
import { groupName, labelWord } from "./words";

/** Redacts a phrase everywhere and says so. */
export function redactPhrase(store: RedactStore, phrase: string, label: Label): void {
  store.change((work) => ({ ...work, groups: valueRedact(work.groups, phrase, label, usualReason(label)) }));
  const work = store.work.value;
  const group = work.groups.find(({ values, state }) => state === "out" && values.includes(phrase.replace(/\s+/gu, " ").trim()));
  if (group !== undefined) store.said.value = redactWords().redacted(phrase, groupName(group, work));
}

export function AddMark({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const label = useSignal<Label>("PERSON");
  const redact = (): void => {
    const phrase = store.phrase.value.trim();
    if (phrase === "") {
      alarm(words.selectFirst);
      return;
    }
    redactPhrase(store, phrase, label.value);
    store.phrase.value = "";
  };
  return (
    <form
      class="add-mark"
      aria-label={words.addMark}
      onSubmit={(event) => {
        event.preventDefault();
        redact();
      }}
    >
      <div class="field">
        <label for="phrase">{words.phrase}</label>
        <input
          class="input"
          id="phrase"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="phrase-hint"
          value={store.phrase.value}
          onInput={(event) => { store.phrase.value = event.currentTarget.value; }}
        />
      </div>
      <div class="field">
        <label for="phrase-label">{words.label}</label>
        <select class="input" id="phrase-label" value={label.value} onChange={(event) => { label.value = labelOf(event.currentTarget.value); }}>
          {LABELS.map((one) => (
            <option key={one} value={one}>
              {labelWord(one)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" class="btn btn--s">
        {words.redact}
      </button>
      <p class="hint" id="phrase-hint">
        {words.addMarkHint}
      </p>
    </form>
  );
}
