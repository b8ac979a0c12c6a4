/** The language that staff pages speak; kept with the account. */
import { useId } from "preact/hooks";
import { sharedApi } from "../api/shared";
import { LANGUAGES, language, languageSet } from "./i18n/language";
import { shellWords } from "./i18n/shell";
import { attempt } from "./notices";

const NAMES = { es: "Español", "pt-br": "Português", en: "English", fr: "Français" } as const;

export function LanguageMenu() {
  const id = useId();
  const change = (wanted: string): void => {
    languageSet(wanted);
    void attempt(() => sharedApi.language(wanted));
  };
  return (
    <span>
      <label class="vh" for={id}>
        {shellWords().language}
      </label>
      <select id={id} class="plain" value={language.value} onChange={(event) => { change(event.currentTarget.value); }}>
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </span>
  );
}
