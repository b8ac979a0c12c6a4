/** Days as people say them. */
import { language } from "./i18n/language";
import { shellWords } from "./i18n/shell";

const DAY_MS = 86_400_000;

/** Whole days from one day to another, `YYYY-MM-DD` each. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

function format(day: string, options: Intl.DateTimeFormatOptions): string {
  const shown = new Intl.DateTimeFormat(language.value, { ...options, timeZone: "UTC" }).format(Date.parse(day));
  return shown.replace(".", "");
}

/** "hoy", "ayer", else "19 nov", with the year where it is another one. */
export function dayWord(day: string, now: Date = new Date()): string {
  const ago = daysBetween(day, now.toISOString().slice(0, 10));
  if (ago === 0) return shellWords().today;
  if (ago === 1) return shellWords().yesterday;
  const year = day.slice(0, 4) === now.toISOString().slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return format(day, { day: "numeric", month: "short", ...year });
}

/** "19 de noviembre de 2026". */
export function dayLong(day: string): string {
  return format(day.slice(0, 10), { day: "numeric", month: "long", year: "numeric" });
}

/** A moment that staff caused, in the reader's own time. */
export function momentWord(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(Date.parse(iso));
}
