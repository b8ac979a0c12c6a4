/** One passphrase field that can be shown, since a slip in a long phrase is hard to see. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { vaultWords } from "../i18n/vault";

export interface PassphraseProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: "current-password" | "new-password";
  readonly hint?: string;
  readonly error?: string | null;
}

export function Passphrase({ label, value, onInput, autocomplete, hint, error }: PassphraseProps) {
  const id = useId();
  const shown = useSignal(false);
  const words = vaultWords();
  const wrong = error !== undefined && error !== null;
  const common = {
    class: "input",
    id,
    autocomplete,
    autocapitalize: "none",
    spellcheck: false,
    value,
    "aria-invalid": wrong,
    "aria-describedby": [hint === undefined ? "" : `${id}-hint`, wrong ? `${id}-error` : ""].join(" ").trim(),
    onInput: (event: InputEvent & { readonly currentTarget: HTMLInputElement }) => {
      onInput(event.currentTarget.value);
    },
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="with-button">
        {shown.value ? <input {...common} type="text" /> : <input {...common} type="password" />}
        <button type="button" class="btn btn--s" aria-pressed={shown.value} onClick={() => { shown.value = !shown.value; }}>
          {shown.value ? words.hide : words.show}
        </button>
      </div>
      {wrong && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
