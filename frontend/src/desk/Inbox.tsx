/** The inbox: urgent things on top with their clock, then what is new, then who waits for an answer, then the rest. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { tipsApi } from "../api/desk";
import type { TipRow } from "../api/types";
import { inboxWords } from "../app/i18n/inbox";
import { Key, KeyHelp } from "../app/KeyHelp";
import { announce, attempt } from "../app/notices";
import { Page } from "../app/router";
import { useKeys } from "../app/shortcuts";
import { daysBetween } from "../app/time";
import { requireMe, today, vault } from "../vault/keyring";
import { InboxRow } from "./InboxRow";
import { inbox, inboxLoad, news, openCount, opening, openingStop, rowChange, searchIds, workerSilent } from "./inboxStore";
import { type Lane, LANES, inOrder, inTab, laneOf, type Tab, TABS } from "./lanes";

/** Keeps the tab over a visit to a tip and back. */
const chosen = { tab: "all" as Tab };

function laneLead(lane: Lane, rows: readonly TipRow[]): string {
  const words = inboxWords();
  if (lane === "urgent") return words.urgentLead;
  if (lane === "fresh") return words.freshLead(rows.length);
  if (lane === "waiting") return words.waitingLead(rows.length, daysBetween(rows[0]?.day ?? today(), today()));
  return lane === "noise" ? words.noiseLead : "";
}

function LaneSection({ lane, rows }: { readonly lane: Lane; readonly rows: readonly TipRow[] }) {
  const id = useId();
  return (
    <section class={lane === "urgent" ? "lane lane--alarm" : "lane"} aria-labelledby={id}>
      <header>
        <h2 id={id}>{inboxWords()[lane]}</h2>
        <span class={lane === "urgent" ? "small" : "small soft"}>{laneLead(lane, rows)}</span>
      </header>
      <ul class="rows">
        {rows.map((row) => (
          <InboxRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Banners() {
  const words = inboxWords();
  const open = opening.value;
  return (
    <>
      {workerSilent.value && (
        <div class="notice" role="status">
          <p>{words.silent}</p>
          <p class="small">{words.silentWhy}</p>
        </div>
      )}
      {vault.value?.epochs.size === 0 && (
        <div class="notice">
          <p>{words.noEpochs}</p>
          <p class="small">{words.noEpochsWhy}</p>
        </div>
      )}
      <div role="status">
        {news.value && (
          <div class="notice news">
            <p>{words.news}</p>
            <button type="button" class="btn btn--s" onClick={() => void attempt(inboxLoad)}>
              {words.load}
            </button>
          </div>
        )}
      </div>
      {open !== null && (
        <div class="acts small">
          <progress max={open.of} value={open.done} aria-label={words.opening(open.done, open.of)} />
          <span>{words.opening(open.done, open.of)}</span>
          <button type="button" class="btn btn--s" onClick={openingStop}>
            {words.stop}
          </button>
        </div>
      )}
    </>
  );
}

function Tabs({ tab, rows, choose }: { tab: Tab; rows: readonly TipRow[]; choose: (tab: Tab) => void }) {
  const words = inboxWords();
  const user = requireMe().user_id;
  return (
    <nav aria-label={words.filter}>
      <ul class="tabs">
        {TABS.map((one) => (
          <li key={one}>
            <a
              href={`?${one}`}
              aria-current={one === tab ? "true" : undefined}
              onClick={(event) => {
                event.preventDefault();
                choose(one);
              }}
            >
              {words[one]} <span class="num">{rows.filter((row) => inTab(row, one, user)).length}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function links(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-tip]")];
}

function step(by: 1 | -1): void {
  const all = links();
  const at = all.findIndex((link) => link === document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
}

async function toggleUrgent(): Promise<void> {
  const id = links().find((link) => link === document.activeElement)?.dataset["tip"];
  const row = inbox.value?.rows.find((one) => one.id === id);
  if (row === undefined) return;
  const urgent = row.lane !== "urgent";
  const words = inboxWords();
  const done = await attempt(async () => {
    await tipsApi.lane(row.id, urgent ? "urgent" : "normal");
    rowChange(row.id, { lane: urgent ? "urgent" : "normal", urgent_hours: urgent ? 0 : null });
  });
  if (!done) return;
  announce(urgent ? words.madeUrgent : words.madeNormal);
  links().find((link) => link.dataset["tip"] === row.id)?.focus();
}

export function Inbox() {
  const words = inboxWords();
  const tab = useSignal<Tab>(chosen.tab);
  const query = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const shown = useComputed(() => {
    const ids = searchIds(query.value);
    const user = requireMe().user_id;
    return (inbox.value?.rows ?? []).filter((row) =>
      ids === null ? inTab(row, tab.value, user) : ids.has(row.id) && (tab.value === "all" || inTab(row, tab.value, user)),
    );
  });
  useEffect(() => {
    void attempt(inboxLoad);
  }, []);
  useKeys({
    j: () => { step(1); },
    k: () => { step(-1); },
    u: () => void toggleUrgent(),
    "/": () => field.current?.focus(),
  });
  const loaded = inbox.value;
  const lanes = LANES.map((lane) => ({ lane, rows: inOrder(lane, shown.value.filter((row) => laneOf(row) === lane)) }));
  const search = (
    <form class="acts find" role="search" onSubmit={(event) => { event.preventDefault(); }}>
      <label class="vh" for="q">
        {words.search}
      </label>
      <input
        ref={field}
        class="input"
        id="q"
        type="search"
        autocomplete="off"
        placeholder={words.searchIn(openCount.value)}
        value={query.value}
        onInput={(event) => { query.value = event.currentTarget.value; }}
      />
    </form>
  );
  return (
    <Page title={words.title} beside={loaded?.rows.length === 0 ? null : search}>
      <Banners />
      {loaded !== null && loaded.rows.length === 0 && (
        <section class="card empty">
          <h2>{words.empty}</h2>
          <p>{words.emptyWhy}</p>
        </section>
      )}
      {loaded !== null && loaded.rows.length > 0 && (
        <>
          <Tabs
            tab={tab.value}
            rows={loaded.rows}
            choose={(one) => {
              chosen.tab = one;
              tab.value = one;
            }}
          />
          <p class="vh" role="status">
            {words.found(shown.value.length)}
          </p>
          {lanes.map(({ lane, rows }) => rows.length > 0 && <LaneSection key={lane} lane={lane} rows={rows} />)}
          {shown.value.length === 0 && (
            <p class="soft">{query.value.trim() === "" ? words.emptyTab : words.emptySearch}</p>
          )}
          <KeyHelp>
            <Key>j</Key> <Key>k</Key> {words.keysMove} · <Key>Enter</Key> {words.keysOpen} · <Key>u</Key>{" "}
            {words.keysUrgent} · <Key>/</Key> {words.keysSearch} ·{" "}
          </KeyHelp>
        </>
      )}
    </Page>
  );
}
