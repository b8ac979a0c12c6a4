/** How a case file begins: the incident's tips as text, the worker's proposals as marks, and nothing confirmed. */
import { categoryWords, wordFor } from "../../app/i18n/labels";
import { language } from "../../app/i18n/language";
import { redactWords } from "../../app/i18n/redact";
import { today } from "../../vault/keyring";
import { dayAfter } from "../../vault/directoryMaking";
import { SURE_ENOUGH } from "../marks";
import type { Tip, Triage } from "../contents";
import { zoneName } from "../zones";
import { type Proposal, proposalsAdd } from "./groups";
import type { Label } from "./markWords";
import { type Group, newId, type Section, type Work } from "./work";

/** Three months: long enough to act, short enough to be forgotten. */
export const VALID_DAYS = 90;

export interface OpenedTip {
  /** 32 digits. */
  readonly id: string;
  readonly tip: Tip;
  readonly triage: Triage | null;
}

/** Why things of a label are usually hidden; the author writes it more exactly. */
export function usualReason(label: string): string {
  const words = redactWords();
  const reasons: Partial<Record<Label, string>> = {
    PERSON: words.reasonPerson,
    PLACE: words.reasonPlace,
    COORDINATE: words.reasonPlace,
    ROLE: words.reasonRole,
    DATE: words.reasonDate,
  };
  return reasons[label as Label] ?? words.reasonNumber;
}

/** Reasons to choose from, each once. */
export function usualReasons(): string[] {
  const { reasonPerson, reasonWitness, reasonPlace, reasonNumber, reasonInquiry, reasonRole, reasonDate } = redactWords();
  return [reasonPerson, reasonWitness, reasonPlace, reasonNumber, reasonInquiry, reasonRole, reasonDate];
}

function proposalsOf({ tip, triage }: OpenedTip): Proposal[] {
  const points = Array.from(tip.text);
  return (triage?.spans ?? []).map(({ start, end, label, sure }) => ({
    value: points.slice(start, end).join(""),
    label,
    asks: sure < SURE_ENOUGH,
    reason: usualReason(label),
  }));
}

function spokenIn({ tip, triage }: OpenedTip): string {
  return triage === null || triage.lang === "und" ? tip.lang : triage.lang;
}

/** A tip as a section; `at` from 0 tells it from the others. */
export function tipSection(opened: OpenedTip, at: number): Section {
  const words = redactWords();
  const heading = at === 0 ? words.headStory : words.headMore(at + 1);
  return { id: newId(), heading, text: opened.tip.text, tip: opened.id, lang: spokenIn(opened) };
}

/** The marks that the worker proposes for all tips together. */
export function tipGroups(groups: readonly Group[], tips: readonly OpenedTip[]): Group[] {
  return proposalsAdd(groups, tips.flatMap(proposalsOf));
}

export function workBegin(title: string, tips: readonly OpenedTip[]): Work {
  const words = redactWords();
  const categories = new Set(tips.flatMap(({ triage }) => (triage === null ? [] : [wordFor(categoryWords(), triage.category)])));
  const zones = new Set(tips.map(({ tip, triage }) => zoneName(tip.zone === "" ? (triage?.zone ?? "") : tip.zone)));
  const facts: readonly (readonly [string, string])[] = [
    [words.factWhat, [...categories].join(", ")],
    [words.factWhere, [...zones].filter((zone) => zone !== "").join(", ")],
    [words.factBasis, words.factTips(tips.length)],
  ];
  return {
    lang: language.value,
    tlp: "TLP:AMBER+STRICT",
    organisations: [],
    expires: dayAfter(today(), VALID_DAYS),
    title,
    facts: facts.filter(([, value]) => value !== "").map(([term, value]) => ({ id: newId(), term, value })),
    sections: [
      { id: newId(), heading: words.headSummary, text: "", tip: "", lang: language.value },
      ...tips.map(tipSection),
    ],
    groups: tipGroups([], tips),
    confirmed: [],
  };
}
