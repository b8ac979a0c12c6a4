/** Where a tip stands in the inbox: decided by what is in the clear, so that it works before anything opens. */
import type { TipRow } from "../api/types";

/** Hours within which somebody in danger gets a first answer. */
export const FIRST_ANSWER_HOURS = 4;

export type Lane = "urgent" | "fresh" | "waiting" | "others" | "noise" | "aside";

export const LANES: readonly Lane[] = ["urgent", "fresh", "waiting", "others", "noise", "aside"];

/** The tabs; "all" leaves out what was set aside. */
export type Tab = "all" | "urgent" | "fresh" | "waiting" | "mine" | "noise" | "aside";

export const TABS: readonly Tab[] = ["all", "urgent", "fresh", "waiting", "mine", "noise", "aside"];

export function laneOf(row: TipRow): Lane {
  if (row.state === "set_aside" || row.state === "expired") return "aside";
  if (row.lane === "urgent") return "urgent";
  if (row.awaits_answer || row.unseen > 0) return "waiting";
  if (row.lane === "noise") return "noise";
  // Somebody answered, or joined it to an incident: known, and nothing is owed now.
  if (row.state === "in_case" || row.messages > 0) return "others";
  return "fresh";
}

export function inTab(row: TipRow, tab: Tab, user: string): boolean {
  const lane = laneOf(row);
  if (tab === "all") return lane !== "aside";
  if (tab === "mine") return row.assigned_to?.id === user && lane !== "aside";
  return lane === tab;
}

/** Hours left to the first answer; null where it was given or no clock runs. */
export function hoursLeft(row: TipRow): number | null {
  if (row.urgent_hours === null || row.urgent_answered) return null;
  return FIRST_ANSWER_HOURS - row.urgent_hours;
}

/** The order within a lane: the longest wait first where a clock runs or somebody waits, else the newest first. */
export function inOrder(lane: Lane, rows: readonly TipRow[]): TipRow[] {
  const by = (compare: (one: TipRow, other: TipRow) => number): TipRow[] => [...rows].sort(compare);
  if (lane === "urgent") {
    return by(
      (one, other) =>
        Number(one.urgent_answered) - Number(other.urgent_answered) ||
        (other.urgent_hours ?? 0) - (one.urgent_hours ?? 0),
    );
  }
  if (lane === "waiting") return by((one, other) => one.day.localeCompare(other.day));
  return by((one, other) => other.day.localeCompare(one.day));
}
