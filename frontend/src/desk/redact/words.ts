/** Sentences about places, problems and marks. */
import { spanWords, wordFor } from "../../app/i18n/labels";
import { redactWords } from "../../app/i18n/redact";
import type { Problem } from "./build";
import type { FieldKind } from "./fields";
import { LABELS, markName } from "./markWords";
import type { Item } from "./readables";
import type { Group, Work } from "./work";

export function whereWords(kind: FieldKind, at: number): string {
  const words = redactWords();
  return {
    title: words.whereTitle,
    term: words.whereTerm(at + 1),
    fact: words.whereFact(at + 1),
    heading: words.whereHeading(at + 1),
    text: words.whereText(at + 1),
  }[kind];
}

export function problemWords(problem: Problem): string {
  const words = redactWords();
  switch (problem.type) {
    case "no_title":
      return words.noTitle;
    case "no_text":
      return words.noText;
    case "no_organisation":
      return words.noOrganisation;
    case "expires":
      return words.expiresPast;
    case "too_many":
      return words.tooMany;
    case "no_heading":
      return words.noHeading(problem.at + 1);
    case "no_term":
      return words.noTerm(problem.at + 1);
    case "too_long":
      return words.tooLong(whereWords(problem.kind, problem.at), problem.over);
    case "leak": {
      const { value, kind, at, around } = problem.leak;
      return words.leak(value, whereWords(kind, at), around);
    }
  }
}

export function labelWord(label: string): string {
  return wordFor(spanWords(), label);
}

/** "PERSONA 1", in the case file's language, as it is printed. */
export function groupName(group: Group, work: Work): string {
  return markName(group.label, group.number, work.lang);
}

export function whyWords(why: Item["why"]): string {
  const words = redactWords();
  const reasons = {
    cut: words.whyCut,
    digits: words.whyDigits,
    unknown: words.whyUnknown,
    capital: words.whyCapital,
    opening: words.whyOpening,
  };
  const label = LABELS.find((one) => one === why);
  return label === undefined ? reasons[why as keyof typeof reasons] : words.whyAsk(labelWord(label));
}

/** Which label somebody means when they redact a word that is listed for this reason. */
export function labelFor(item: Item): (typeof LABELS)[number] {
  const label = LABELS.find((one) => one === item.why);
  if (label !== undefined) return label;
  return item.why === "capital" || item.why === "unknown" ? "PERSON" : "OTHER";
}
