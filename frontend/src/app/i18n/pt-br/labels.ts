/** Portuguese of Brazil for `../labels.ts`; the words of kinds are those of the public form. */
export const category = {
  threat: "Ameaça",
  attack: "Ataque",
  killing_or_disappearance: "Morte ou desaparecimento",
  illegal_clearing: "Desmatamento",
  coca_or_drug_lab: "Coca ou laboratório",
  airstrip_or_flight: "Pista ou aviãozinho",
  illegal_mining: "Draga ou garimpo",
  illegal_logging: "Corte de árvores",
  land_invasion: "Invasão de terra",
  official_misconduct: "Abuso de autoridade",
  other: "Outro",
  not_a_report: "Não parece um relato",
};

export const kind = {
  talk: "Ameaça ou ataque",
  candle: "Morte ou pessoa sumida",
  people: "Gente estranha ou armada",
  tree: "Corte de árvores",
  fire: "Queimada",
  air: "Pista ou aviãozinho",
  boat: "Draga ou garimpo",
  dots: "Outra coisa",
};

export const lang = {
  es: "Espanhol",
  pt: "Português",
  "pt-br": "Português",
  en: "Inglês",
  fr: "Francês",
  und: "Não reconhecido",
};
