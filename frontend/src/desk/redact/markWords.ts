/** The words of redaction marks in the four languages of case files: the same as in `incidents/pdf/words.py`. */
import type { Language } from "../../sealing/receipts";

export const LABELS = [
  "PERSON",
  "PLACE",
  "PHONE",
  "ROLE",
  "EMAIL",
  "ID_NUMBER",
  "HANDLE",
  "PLATE",
  "COORDINATE",
  "DATE",
  "OTHER",
] as const;

export type Label = (typeof LABELS)[number];

export function labelOf(text: string): Label {
  return LABELS.find((label) => label === text) ?? "OTHER";
}

const WORDS: Readonly<Record<Language, Readonly<Record<Label, string>>>> = {
  es: {
    PERSON: "PERSONA",
    PHONE: "TELÉFONO",
    EMAIL: "CORREO",
    ID_NUMBER: "DOC. ID",
    HANDLE: "CUENTA",
    PLATE: "PLACA",
    COORDINATE: "COORD.",
    PLACE: "LUGAR",
    ROLE: "PAPEL",
    DATE: "FECHA",
    OTHER: "OTRO",
  },
  "pt-br": {
    PERSON: "PESSOA",
    PHONE: "TELEFONE",
    EMAIL: "E-MAIL",
    ID_NUMBER: "DOC. ID",
    HANDLE: "CONTA",
    PLATE: "PLACA",
    COORDINATE: "COORD.",
    PLACE: "LUGAR",
    ROLE: "FUNÇÃO",
    DATE: "DATA",
    OTHER: "OUTRO",
  },
  en: {
    PERSON: "PERSON",
    PHONE: "PHONE",
    EMAIL: "E-MAIL",
    ID_NUMBER: "ID NO.",
    HANDLE: "ACCOUNT",
    PLATE: "PLATE",
    COORDINATE: "COORD.",
    PLACE: "PLACE",
    ROLE: "ROLE",
    DATE: "DATE",
    OTHER: "OTHER",
  },
  fr: {
    PERSON: "PERSONNE",
    PHONE: "TÉL.",
    EMAIL: "COURRIEL",
    ID_NUMBER: "PIÈCE ID",
    HANDLE: "COMPTE",
    PLATE: "PLAQUE",
    COORDINATE: "COORD.",
    PLACE: "LIEU",
    ROLE: "RÔLE",
    DATE: "DATE",
    OTHER: "AUTRE",
  },
};

/** "PERSONA 1". */
export function markName(label: Label, number: number, language: Language): string {
  return `${WORDS[language][label]} ${String(number)}`;
}

/** The mark as it is printed, at most 14 characters with its brackets. */
export function markText(label: Label, number: number, language: Language): string {
  return `[${markName(label, number, language)}]`;
}

/** Marks have one width: a third digit would not fit the longest word. */
export const MOST_NUMBER = 99;
