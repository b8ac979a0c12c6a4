/** What can be done to the marks of a case file: each step makes new groups out of the ones before. */
import { sameName } from "../marks";
import { folded } from "./folding";
import { type Label, labelOf } from "./markWords";
import { type Group, newId, nextNumber, type Work } from "./work";

/** A proposal of the worker for one tip: a value and its label. */
export interface Proposal {
  readonly value: string;
  readonly label: string;
  /** Whether the rule asks rather than proposes. */
  readonly asks: boolean;
  readonly reason: string;
}

function sameValue(label: Label, one: string, other: string): boolean {
  return label === "PERSON" ? sameName(one, other) : folded(one).letters === folded(other).letters;
}

function holding(groups: readonly Group[], label: Label, value: string): Group | undefined {
  return groups.find((group) => group.label === label && group.values.some((known) => sameValue(label, known, value)));
}

function withValue(group: Group, value: string): Group {
  return group.values.includes(value) ? group : { ...group, values: [...group.values, value] };
}

const clean = (value: string): string => value.replace(/\s+/gu, " ").trim();

/** Takes proposals in: one group for what may be one person, one place, one number. What was decided stays decided. */
export function proposalsAdd(groups: readonly Group[], proposals: readonly Proposal[]): Group[] {
  const out = [...groups];
  for (const proposal of proposals) {
    const value = clean(proposal.value);
    if (value === "") continue;
    const label = labelOf(proposal.label);
    const known = holding(out, label, value);
    if (known === undefined) {
      const state = proposal.asks ? "ask" : "out";
      out.push({ id: newId(), label, number: nextNumber(out, label), state, reason: proposal.reason, values: [value] });
      continue;
    }
    const state = known.state === "ask" && !proposal.asks ? "out" : known.state;
    out[out.indexOf(known)] = { ...withValue(known, value), state };
  }
  return out;
}

/** Redacts a value everywhere: under the mark of what it belongs to already, or under a new one. */
export function valueRedact(groups: readonly Group[], typed: string, label: Label, reason: string): Group[] {
  const value = clean(typed);
  if (value === "") return [...groups];
  const same = groups.find(({ values }) => values.some((known) => folded(known).letters === folded(value).letters));
  const known = same ?? holding(groups, label, value);
  if (known === undefined) {
    return [...groups, { id: newId(), label, number: nextNumber(groups, label), state: "out", reason, values: [value] }];
  }
  return groups.map((group) => (group === known ? { ...withValue(group, value), state: "out" } : group));
}

/** Changes one group; a change of label gives it that label's next number. */
export function groupChange(groups: readonly Group[], id: string, change: Partial<Omit<Group, "id">>): Group[] {
  return groups.map((group) => {
    if (group.id !== id) return group;
    const moved = change.label !== undefined && change.label !== group.label;
    return { ...group, ...change, ...(moved ? { number: nextNumber(groups, change.label ?? group.label) } : {}) };
  });
}

/** Says that two marks are of one person or thing: the first takes the values of the second. */
export function groupsJoin(groups: readonly Group[], into: string, from: string): Group[] {
  const gone = groups.find(({ id }) => id === from);
  if (gone === undefined || into === from) return [...groups];
  return groups
    .filter(({ id }) => id !== from)
    .map((group) => (group.id === into ? { ...group, state: "out", values: [...new Set([...group.values, ...gone.values])] } : group));
}

/** Takes one writing out of a group; a group without one vanishes. */
export function valueDrop(groups: readonly Group[], id: string, value: string): Group[] {
  return groups.flatMap((group) => {
    if (group.id !== id) return [group];
    const values = group.values.filter((one) => one !== value);
    return values.length === 0 ? [] : [{ ...group, values }];
  });
}

/** Redacts everything of a label that was proposed and not decided yet. */
export function labelAccept(groups: readonly Group[], label: Label): Group[] {
  return groups.map((group) => (group.label === label && group.state === "ask" ? { ...group, state: "out" } : group));
}

/** Every string that must not be readable. */
export function redactedValues(work: Pick<Work, "groups">): string[] {
  return work.groups.filter(({ state }) => state === "out").flatMap(({ values }) => values);
}
