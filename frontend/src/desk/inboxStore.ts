/** The inbox in memory: rows as the server gives them, opened as they can be, searched where they are open. */
import { computed, signal } from "@preact/signals";
import MiniSearch from "minisearch";
import { Problem } from "../api/problem";
import { tipsApi } from "../api/desk";
import type { InboxOut, TipRow } from "../api/types";
import { categoryWords, wordFor } from "../app/i18n/labels";
import { inSlices } from "../app/slices";
import { directoriesRefresh } from "../vault/flow";
import { hexOf } from "../vault/ids";
import { phase, vault } from "../vault/keyring";
import { type OpenFault, openFault, rowOpen } from "../vault/opening";
import { type IndexRow, indexRowRead } from "./contents";
import { zoneName } from "./zones";

/** How a row came out: opened, or why not. "none": the worker has sealed no words for it yet. */
export type RowWords =
  | { readonly state: "open"; readonly words: IndexRow }
  | { readonly state: "none" }
  | { readonly state: "shut"; readonly fault: OpenFault };

export const inbox = signal<InboxOut | null>(null);
/** By the id of the sealed row: a row that was sealed anew is opened anew. */
const opened = signal<ReadonlyMap<string, RowWords>>(new Map());
/** How many rows are open of how many; null while none are being opened. */
export const opening = signal<{ readonly done: number; readonly of: number } | null>(null);
/** Something is new since the inbox was loaded; content-free. */
export const news = signal(false);
export const workerSilent = signal(false);

export const openCount = computed(() => [...opened.value.values()].filter(({ state }) => state === "open").length);

const NONE: RowWords = { state: "none" };

export function wordsOf(row: TipRow): RowWords {
  return row.index === null ? NONE : (opened.value.get(row.index.id) ?? NONE);
}

let stop: AbortController | null = null;

/** Ends the opening of rows; those that are open stay open. */
export function openingStop(): void {
  stop?.abort();
}

async function openOne(row: TipRow): Promise<RowWords> {
  if (row.index === null) return NONE;
  try {
    const { value } = await rowOpen(row.index);
    return { state: "open", words: indexRowRead(value, hexOf(row.id)) };
  } catch (error) {
    const fault = openFault(error);
    if (fault === null) throw error;
    return { state: "shut", fault };
  }
}

async function openRows(rows: readonly TipRow[]): Promise<void> {
  stop?.abort();
  const mine = new AbortController();
  stop = mine;
  const due = rows.filter(({ index }) => index !== null && opened.value.get(index.id)?.state !== "open");
  const found = new Map(opened.value);
  const show = (done: number): void => {
    opened.value = new Map(found);
    opening.value = done < due.length ? { done, of: due.length } : null;
  };
  await inSlices(
    due,
    async (row) => {
      if (row.index !== null) found.set(row.index.id, await openOne(row));
    },
    { progress: show, signal: mine.signal },
  );
  if (stop === mine) opening.value = null;
}

const DIRECTORY_EVERY_MS = 300_000;
let checkedAt = 0;

/** Loads the inbox and opens its rows; from time to time it holds the directories against the pinned ones again. */
export async function inboxLoad(now: number = Date.now()): Promise<void> {
  if (now - checkedAt > DIRECTORY_EVERY_MS) {
    checkedAt = now;
    if (phase.value === "open") await directoriesRefresh();
    if (phase.value !== "open") return;
  }
  const loaded = await tipsApi.inbox();
  inbox.value = loaded;
  workerSilent.value = loaded.worker_silent;
  news.value = false;
  await openRows(loaded.rows);
}

/** Asks whether something is new; says nothing of what. */
export async function markLook(): Promise<void> {
  const known = inbox.value;
  if (known === null || vault.value === null) return;
  try {
    const { mark, worker_silent } = await tipsApi.mark();
    workerSilent.value = worker_silent;
    if (mark !== known.mark) news.value = true;
  } catch (error) {
    // A lost connection shows at the next step that somebody takes; a look in between stays quiet.
    if (!(error instanceof Problem)) throw error;
  }
}

/** Changes one row here at once, as the server has just agreed to. */
export function rowChange(id: string, change: Partial<TipRow>): void {
  const known = inbox.value;
  if (known === null) return;
  inbox.value = { ...known, rows: known.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) };
}

/** Forgets everything that was opened: the vault closed. */
export function inboxForget(): void {
  stop?.abort();
  stop = null;
  checkedAt = 0;
  inbox.value = null;
  opened.value = new Map();
  opening.value = null;
  news.value = false;
}

interface Document {
  readonly id: string;
  readonly title: string;
  readonly zone: string;
  readonly category: string;
}

function folded(term: string): string {
  return term.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const index = computed(() => {
  const search = new MiniSearch<Document>({
    fields: ["title", "zone", "category"],
    processTerm: folded,
    searchOptions: { prefix: true, fuzzy: 0.15, combineWith: "AND", boost: { title: 2 } },
  });
  const documents = (inbox.value?.rows ?? []).flatMap((row) => {
    const found = wordsOf(row);
    if (found.state !== "open") return [];
    const { title, zone, category } = found.words;
    return [{ id: row.id, title, zone: zoneName(zone), category: wordFor(categoryWords(), category) }];
  });
  search.addAll(documents);
  return search;
});

/** The ids of tips whose opened words match; null where nothing is asked for. */
export function searchIds(query: string): ReadonlySet<string> | null {
  if (query.trim() === "") return null;
  return new Set(index.value.search(query).map(({ id }) => String(id)));
}
