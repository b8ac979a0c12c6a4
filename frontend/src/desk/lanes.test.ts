import { describe, expect, it } from "vitest";
import type { TipRow } from "../api/types";
import { hoursLeft, inOrder, inTab, laneOf } from "./lanes";

function row(change: Partial<TipRow> = {}): TipRow {
  return {
    id: "a",
    state: "triaged",
    analysis: "done",
    lane: "normal",
    day: "2026-11-22",
    urgent_hours: null,
    urgent_answered: false,
    sealed_by: "browser",
    assigned_to: null,
    messages: 0,
    unseen: 0,
    awaits_answer: false,
    incidents: [],
    index: null,
    ...change,
  };
}

describe("the lane of a tip", () => {
  it.each<[Partial<TipRow>, string]>([
    [{}, "fresh"],
    [{ state: "received", analysis: "owed" }, "fresh"],
    [{ state: "received", analysis: "failed" }, "fresh"],
    [{ lane: "urgent", urgent_hours: 1 }, "urgent"],
    [{ lane: "urgent", urgent_hours: 1, awaits_answer: true }, "urgent"],
    [{ lane: "urgent", state: "set_aside" }, "aside"],
    [{ awaits_answer: true, messages: 1 }, "waiting"],
    [{ lane: "noise" }, "noise"],
    [{ lane: "noise", awaits_answer: true, messages: 1 }, "waiting"],
    [{ messages: 1 }, "others"],
    [{ state: "in_case" }, "others"],
  ])("%o is %s", (change, lane) => {
    expect(laneOf(row(change))).toBe(lane);
  });

  it("keeps every tip in some lane, and what was set aside out of all but its own tab", () => {
    const aside = row({ state: "set_aside", assigned_to: { id: "me", name: "" } });
    expect(inTab(aside, "all", "me")).toBe(false);
    expect(inTab(aside, "mine", "me")).toBe(false);
    expect(inTab(aside, "aside", "me")).toBe(true);
    expect(inTab(row({ assigned_to: { id: "me", name: "" } }), "mine", "me")).toBe(true);
  });

  it("counts down to the first answer, and stops there", () => {
    expect(hoursLeft(row({ lane: "urgent", urgent_hours: 3 }))).toBe(1);
    expect(hoursLeft(row({ lane: "urgent", urgent_hours: 9 }))).toBe(-5);
    expect(hoursLeft(row({ lane: "urgent", urgent_hours: 9, urgent_answered: true }))).toBeNull();
    expect(hoursLeft(row())).toBeNull();
  });

  it("puts the longest wait first where somebody waits, else the newest", () => {
    const urgent = [row({ id: "1", urgent_hours: 1 }), row({ id: "3", urgent_hours: 3 }), row({ id: "9", urgent_hours: 9, urgent_answered: true })];
    expect(inOrder("urgent", urgent).map(({ id }) => id)).toEqual(["3", "1", "9"]);
    const days = [row({ id: "old", day: "2026-11-01" }), row({ id: "new", day: "2026-11-22" })];
    expect(inOrder("waiting", days).map(({ id }) => id)).toEqual(["old", "new"]);
    expect(inOrder("fresh", days).map(({ id }) => id)).toEqual(["new", "old"]);
  });
});
