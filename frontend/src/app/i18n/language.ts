/** The page's language, and typed catalogues of words: Spanish is complete, others fall back to it. */
import { signal } from "@preact/signals";
import { LANGUAGES, type Language } from "../../sealing/receipts";

export { LANGUAGES, type Language };

/** Words, or words that need something put into them. */
export type Message = string | ((...args: never[]) => string);

/** Any text in place of the Spanish one; functions keep what they take. */
export type Wording<Es> = { readonly [Key in keyof Es]: Es[Key] extends string ? string : Es[Key] };

export interface Parts<Es> {
  readonly es: Es;
  readonly en: Wording<Es>;
  readonly "pt-br"?: Partial<Wording<Es>>;
  readonly fr?: Partial<Wording<Es>>;
}

export interface Catalogue<Es> {
  /** The words in the page's language; reading them makes a component follow it. */
  (): Wording<Es>;
  /** What a language has yet to say in its own words, and says in Spanish until then. */
  readonly missing: (of: Language) => readonly (keyof Es)[];
}

function known(text: string): Language {
  return LANGUAGES.find((language) => language === text.toLowerCase()) ?? "es";
}

export const language = signal<Language>(known(document.documentElement.lang));

export function languageSet(text: string): void {
  language.value = known(text);
  document.documentElement.lang = language.value;
}

/** A catalogue of one part of the application. */
export function catalogue<Es extends Record<string, Message>>(parts: Parts<Es>): Catalogue<Es> {
  const whole = new Map<Language, Wording<Es>>();
  const wordsIn = (of: Language): Wording<Es> => {
    // What a language lacks stays Spanish, so that the whole has every key.
    const made = whole.get(of) ?? ({ ...parts.es, ...(of === "es" ? {} : parts[of]) } as Wording<Es>);
    whole.set(of, made);
    return made;
  };
  const read = (): Wording<Es> => wordsIn(language.value);
  const missing = (of: Language): readonly (keyof Es)[] => {
    const own = of === "es" ? parts.es : (parts[of] ?? {});
    return Object.keys(parts.es).filter((key) => !(key in own));
  };
  return Object.assign(read, { missing });
}
