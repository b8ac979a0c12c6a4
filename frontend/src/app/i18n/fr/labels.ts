/** French for `../labels.ts`; the words of kinds are those of the public form. */
export const category = {
  threat: "Menace",
  attack: "Attaque",
  killing_or_disappearance: "Mort ou disparition",
  illegal_clearing: "Défrichement",
  coca_or_drug_lab: "Coca ou laboratoire",
  airstrip_or_flight: "Piste ou petit avion",
  illegal_mining: "Drague ou mine",
  illegal_logging: "Coupe d’arbres",
  land_invasion: "Invasion de terres",
  official_misconduct: "Abus d’autorité",
  other: "Autre",
  not_a_report: "Ne semble pas être un récit",
};

export const kind = {
  talk: "Menace ou attaque",
  candle: "Mort ou personne disparue",
  people: "Gens étrangers ou armés",
  tree: "Coupe d’arbres",
  fire: "Brûlis",
  air: "Piste ou petit avion",
  boat: "Drague ou mine",
  dots: "Autre chose",
};

export const lang = {
  es: "Espagnol",
  pt: "Portugais",
  "pt-br": "Portugais",
  en: "Anglais",
  fr: "Français",
  und: "Non reconnue",
};
