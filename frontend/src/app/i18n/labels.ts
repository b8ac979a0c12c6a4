/** Words for constants of the sealed format: categories, kinds, labels of spans, languages. */
import * as fr from "./fr/labels";
import { catalogue } from "./language";
import * as ptBr from "./pt-br/labels";

export const categoryWords = catalogue({
  es: {
    threat: "Amenaza",
    attack: "Ataque",
    killing_or_disappearance: "Muerte o desaparición",
    illegal_clearing: "Desmonte",
    coca_or_drug_lab: "Coca o laboratorio",
    airstrip_or_flight: "Pista o avioneta",
    illegal_mining: "Draga o minería",
    illegal_logging: "Tala",
    land_invasion: "Invasión de tierra",
    official_misconduct: "Abuso de autoridad",
    other: "Otro",
    not_a_report: "No parece un relato",
  },
  en: {
    threat: "Threat",
    attack: "Attack",
    killing_or_disappearance: "Killing or disappearance",
    illegal_clearing: "Clearing",
    coca_or_drug_lab: "Coca or lab",
    airstrip_or_flight: "Airstrip or plane",
    illegal_mining: "Dredge or mining",
    illegal_logging: "Logging",
    land_invasion: "Land invasion",
    official_misconduct: "Misconduct of officials",
    other: "Other",
    not_a_report: "Looks like no report",
  },
  "pt-br": ptBr.category,
  fr: fr.category,
});

export const kindWords = catalogue({
  es: {
    talk: "Amenaza o ataque",
    candle: "Una muerte o una persona perdida",
    people: "Gente extraña o armada",
    tree: "Tala",
    fire: "Quema",
    air: "Pista o avioneta",
    boat: "Draga o minería",
    dots: "Otra cosa",
  },
  en: {
    talk: "Threat or attack",
    candle: "A death or a missing person",
    people: "Strange or armed people",
    tree: "Cutting of trees",
    fire: "Burning",
    air: "Airstrip or small plane",
    boat: "Dredge or mining",
    dots: "Something else",
  },
  "pt-br": ptBr.kind,
  fr: fr.kind,
});

export const whenWords = catalogue({
  es: { today: "Hoy", week: "Esta semana", longer: "Hace más tiempo" },
  en: { today: "Today", week: "This week", longer: "Longer ago" },
  "pt-br": { today: "Hoje", week: "Esta semana", longer: "Há mais tempo" },
  fr: { today: "Aujourd’hui", week: "Cette semaine", longer: "Il y a plus longtemps" },
});

export const langWords = catalogue({
  es: { es: "Español", pt: "Portugués", "pt-br": "Portugués", en: "Inglés", fr: "Francés", und: "Sin reconocer" },
  en: { es: "Spanish", pt: "Portuguese", "pt-br": "Portuguese", en: "English", fr: "French", und: "Not recognised" },
  "pt-br": ptBr.lang,
  fr: fr.lang,
});

/** At most 14 characters with a number: marks have one width. */
export const spanWords = catalogue({
  es: {
    PERSON: "persona",
    PHONE: "teléfono",
    EMAIL: "correo",
    ID_NUMBER: "documento",
    HANDLE: "cuenta",
    PLATE: "placa",
    COORDINATE: "coordenada",
    PLACE: "lugar",
    ROLE: "papel",
    DATE: "fecha",
    OTHER: "otro",
  },
  en: {
    PERSON: "person",
    PHONE: "phone",
    EMAIL: "email",
    ID_NUMBER: "document",
    HANDLE: "account",
    PLATE: "plate",
    COORDINATE: "coordinate",
    PLACE: "place",
    ROLE: "role",
    DATE: "date",
    OTHER: "other",
  },
  "pt-br": {
    PERSON: "pessoa",
    PHONE: "telefone",
    EMAIL: "e-mail",
    ID_NUMBER: "documento",
    HANDLE: "conta",
    PLATE: "placa",
    COORDINATE: "coordenada",
    PLACE: "lugar",
    ROLE: "papel",
    DATE: "data",
    OTHER: "outro",
  },
  fr: {
    PERSON: "personne",
    PHONE: "téléphone",
    EMAIL: "courriel",
    ID_NUMBER: "document",
    HANDLE: "compte",
    PLATE: "plaque",
    COORDINATE: "coordonnée",
    PLACE: "lieu",
    ROLE: "rôle",
    DATE: "date",
    OTHER: "autre",
  },
});

/** The pictogram of a category: those of the public form. */
const PICTOGRAMS: Readonly<Record<string, string>> = {
  threat: "talk",
  attack: "people",
  killing_or_disappearance: "candle",
  illegal_clearing: "fire",
  coca_or_drug_lab: "dots",
  airstrip_or_flight: "air",
  illegal_mining: "boat",
  illegal_logging: "tree",
  land_invasion: "people",
  official_misconduct: "dots",
};

export function pictogram(category: string): string {
  return PICTOGRAMS[category] ?? "dots";
}

/** The word for a constant, or the constant itself where a newer worker knows more than this page. */
export function wordFor(words: object, key: string): string {
  const found = (words as Readonly<Record<string, unknown>>)[key];
  return typeof found === "string" ? found : key;
}
