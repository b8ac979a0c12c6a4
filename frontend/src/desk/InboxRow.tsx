/** One row of the inbox, as far as it could be opened. */
import type { TipRow } from "../api/types";
import { categoryWords, pictogram, wordFor } from "../app/i18n/labels";
import { inboxWords } from "../app/i18n/inbox";
import { href } from "../app/router";
import { dayWord } from "../app/time";
import { wordsOf } from "./inboxStore";
import { FIRST_ANSWER_HOURS, hoursLeft, type Lane, laneOf } from "./lanes";
import { zoneName } from "./zones";

function Clock({ row }: { readonly row: TipRow }) {
  const words = inboxWords();
  const hours = row.urgent_hours ?? 0;
  const left = hoursLeft(row);
  if (left === null) return <span class="badge">{words.answered}</span>;
  return (
    <div class="clock">
      <b>{words.hours(hours)}</b>
      <span>{left > 0 ? words.left(left) : words.overdue}</span>
      <progress max={FIRST_ANSWER_HOURS} value={Math.min(hours, FIRST_ANSWER_HOURS)} aria-label={words.clock(hours)} />
    </div>
  );
}

function Lead({ row, lane }: { readonly row: TipRow; readonly lane: Lane }) {
  const words = inboxWords();
  switch (lane) {
    case "urgent":
      return <Clock row={row} />;
    case "fresh":
      return <span class="badge badge--on">{words.badgeNew}</span>;
    case "waiting":
      return <span class="badge">{words.badgeWrote}</span>;
    case "noise":
      return <span class="badge">{words.badgeNoise}</span>;
    case "aside":
      return <span class="badge">{words.badgeAside}</span>;
    case "others":
      return <span class="badge">{row.state === "in_case" ? words.badgeCase : words.badgeSeen}</span>;
  }
}

/** The title of a row, and under it what is known: or what stands in the way, and what to do. */
export function rowWords(row: TipRow): { title: string; hint: string; category: string; zone: string; lang: string } {
  const words = inboxWords();
  const found = wordsOf(row);
  const closed = (title: string, hint: string) => ({ title, hint, category: "", zone: "", lang: "" });
  if (found.state === "open") {
    const { title, category, zone, lang } = found.words;
    return { title: title === "" ? words.untitled : title, hint: "", category, zone, lang: lang === "und" ? "" : lang };
  }
  if (found.state === "none") {
    return row.analysis === "failed" ? closed(words.notDone, words.notDoneHint) : closed(words.notYet, words.notYetHint);
  }
  if (found.fault === "no_access") return closed(words.noAccess, words.noAccessHint);
  if (found.fault === "unsigned") return closed(words.unsigned, words.unsignedHint);
  return closed(words.damaged, words.damagedHint);
}

export function InboxRow({ row }: { readonly row: TipRow }) {
  const words = inboxWords();
  const lane = laneOf(row);
  const { title, hint, category, zone, lang } = rowWords(row);
  const assigned = row.assigned_to;
  const urgent = lane === "urgent";
  return (
    <li class={urgent ? "row row--alarm" : "row"}>
      <div class="lead-cell">
        <Lead row={row} lane={lane} />
      </div>
      <div class="body">
        <h3>
          <a href={href(`tips/${row.id}/`)} data-tip={row.id} {...(lang === "" ? {} : { lang })}>
            {title}
          </a>
        </h3>
        <p class="meta">
          {category !== "" && (
            <span class="kindtag">
              <i class={`pic pic--s pic--${pictogram(category)}`} aria-hidden="true" />
              {wordFor(categoryWords(), category)}
            </span>
          )}{" "}
          {hint !== "" && <span>{hint}</span>} {row.messages > 0 && <span>{words.messages(row.messages)}</span>}{" "}
          {row.sealed_by === "arrival" && <span>{words.onArrival}</span>}
        </p>
      </div>
      <div class="cell">{zoneName(zone)}</div>
      <div class="cell day soft">{dayWord(row.day)}</div>
      <div class="cell who-on">
        {assigned !== null ? assigned.name : urgent ? <b>{words.nobody}</b> : <span class="soft">{words.nobody}</span>}
      </div>
    </li>
  );
}
