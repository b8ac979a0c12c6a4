/** Beside a tip: what one can do with it, and what we understand of it. */
import type { TipRow } from "../../api/types";
import { BusyButton } from "../../app/Busy";
import { categoryWords, kindWords, langWords, whenWords, wordFor } from "../../app/i18n/labels";
import { tipWords } from "../../app/i18n/tip";
import { Key } from "../../app/KeyHelp";
import { href } from "../../app/router";
import { requireMe } from "../../vault/keyring";
import type { Tip, Triage } from "../contents";
import { zoneName } from "../zones";

export interface TipActs {
  readonly take: () => Promise<unknown>;
  readonly urgent: () => Promise<unknown>;
  readonly aside: () => Promise<unknown>;
  readonly join: () => void;
  readonly remove: () => void;
}

export function Actions({ row, acts }: { readonly row: TipRow; readonly acts: TipActs }) {
  const words = tipWords();
  const mine = row.assigned_to?.id === requireMe().user_id;
  return (
    <section class="stack">
      <BusyButton class={mine ? "btn" : "btn btn--main"} work={acts.take}>
        {mine ? words.release : words.take}
      </BusyButton>
      <div class="acts acts--even">
        <button type="button" class="btn btn--s" onClick={acts.join}>
          {words.join} <Key>i</Key>
        </button>
        <BusyButton class="btn btn--s" work={acts.urgent}>
          {row.lane === "urgent" ? words.urgentOff : words.urgentOn} <Key>u</Key>
        </BusyButton>
        {row.state !== "in_case" && (
          <BusyButton class="btn btn--s" work={acts.aside}>
            {row.state === "set_aside" ? words.asideBack : words.aside}
          </BusyButton>
        )}
        <button type="button" class="btn btn--s btn--alarm" onClick={acts.remove}>
          {words.remove}
        </button>
      </div>
    </section>
  );
}

function danger(tip: Tip, triage: Triage | null): string {
  const words = tipWords();
  const found = triage?.danger === true;
  if (tip.danger && found) return words.dangerBoth;
  if (tip.danger) return words.dangerSaid;
  return found ? words.dangerText : words.dangerNo;
}

export interface FactsProps {
  readonly row: TipRow;
  readonly tip: Tip;
  readonly triage: Triage | null;
}

export function Facts({ row, tip, triage }: FactsProps) {
  const words = tipWords();
  const facts: readonly (readonly [string, string])[] = [
    [words.class, triage === null ? "" : wordFor(categoryWords(), triage.category)],
    [words.said, tip.kind === "" ? "" : wordFor(kindWords(), tip.kind)],
    [words.zone, zoneName(tip.zone === "" ? (triage?.zone ?? "") : tip.zone)],
    [words.when, tip.when === "" ? "" : wordFor(whenWords(), tip.when)],
    [words.danger, danger(tip, triage)],
    [words.lang, wordFor(langWords(), triage === null || triage.lang === "und" ? tip.lang : triage.lang)],
    [words.incharge, row.assigned_to?.name ?? words.nobody],
  ];
  return (
    <section class="stack">
      <h3>{words.understood}</h3>
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== "")
          .map(([term, value]) => (
            <>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
    </section>
  );
}

export function Incidents({ row }: { readonly row: TipRow }) {
  const words = tipWords();
  const [first] = row.incidents;
  if (first === undefined) return null;
  return (
    <section class="notice">
      <p>{row.incidents.length === 1 ? words.inIncident : words.inIncidents(row.incidents.length)}</p>
      <div class="acts">
        {row.incidents.map((id) => (
          <a key={id} class="btn btn--s" href={href(`incidents/${id}/`)}>
            {words.seeIncident}
          </a>
        ))}
      </div>
    </section>
  );
}
