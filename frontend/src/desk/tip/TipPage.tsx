/** One tip: what it tells, what we understand, what was said, and what one can do. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { tipsApi } from "../../api/desk";
import type { TipRow } from "../../api/types";
import { inboxWords } from "../../app/i18n/inbox";
import { categoryWords, wordFor } from "../../app/i18n/labels";
import { tipWords } from "../../app/i18n/tip";
import { Key, KeyHelp } from "../../app/KeyHelp";
import { attempt } from "../../app/notices";
import { href, navigate, Page } from "../../app/router";
import { useKeys } from "../../app/shortcuts";
import { dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import { NotFound } from "../../app/gate/Warned";
import { requireMe } from "../../vault/keyring";
import type { Tip, Triage } from "../contents";
import { rowChange } from "../inboxStore";
import { hoursLeft } from "../lanes";
import { markCount } from "../marks";
import { zoneName } from "../zones";
import { Conversation } from "./Conversation";
import { JoinDialog } from "./JoinDialog";
import { RemoveDialog } from "./RemoveDialog";
import { Actions, Facts, Incidents, type TipActs } from "./TipAside";
import { type LoadedTip, type OpenedTriage, tipLoad, tipNumber } from "./tipStore";
import { TipText } from "./TipText";

type OpenTip = Extract<LoadedTip, { state: "open" }>;

function Above({ id }: { readonly id: string }) {
  return (
    <p class="small">
      <a href={href("")}>{tipWords().back}</a> <span class="soft">/ {tipNumber(id)}</span>
    </p>
  );
}

function Badges({ row }: { readonly row: TipRow }) {
  const words = tipWords();
  const clock = inboxWords();
  const left = row.lane === "urgent" ? hoursLeft(row) : null;
  const wait = left === null ? "" : ` · ${words.unanswered(row.urgent_hours ?? 0)}, ${left > 0 ? clock.left(left) : clock.overdue}`;
  return (
    <div class="acts">
      {row.lane === "urgent" && <span class="badge badge--alarm">{words.urgent}</span>}
      {row.sealed_by === "arrival" ? (
        <span class="badge" title={words.onArrivalWhy}>
          {words.onArrival}
        </span>
      ) : (
        <span class="badge badge--on">{words.inBrowser}</span>
      )}
      <span class="small soft">
        {words.arrived(dayWord(row.day))}
        {wait}
      </span>
    </div>
  );
}

function triageNote(row: TipRow, triage: OpenedTriage): string | null {
  const words = tipWords();
  if (triage.state === "shut") return triage.fault === "unsigned" ? words.triageUnsigned : words.triageDamaged;
  if (triage.state === "open") return triage.past ? words.pastMaker : null;
  return row.analysis === "failed" ? words.notDone : words.notYet;
}

function Story({ open }: { readonly open: OpenTip }) {
  const words = tipWords();
  const { tip, triage, out } = open;
  const spans = triage.state === "open" ? triage.triage.spans : [];
  const count = markCount(spans, tip.text);
  const note = triageNote(out.row, triage);
  const spoken = triage.state === "open" && triage.triage.lang !== "und" ? triage.triage.lang : tip.lang;
  const [incident] = out.row.incidents;
  return (
    <article class="card">
      <div class="head">
        <h2>{words.story}</h2>
        {triage.state === "open" && (
          <span class="small soft">
            {count === 0 ? words.marksNone : words.marks(count)}
            {incident !== undefined && count > 0 && (
              <>
                , <a href={href(`incidents/${incident}/`)}>{words.review}</a>
              </>
            )}
          </span>
        )}
      </div>
      {note !== null && <p class="small soft">{note}</p>}
      <TipText text={tip.text} spans={spans} lang={spoken} />
    </article>
  );
}

/** A name to begin an incident with: what and where, in constants, so that it names nobody. */
function incidentTitle(tip: Tip, triage: Triage | null): string {
  const what = triage === null ? "" : wordFor(categoryWords(), triage.category);
  const where = zoneName(tip.zone === "" ? (triage?.zone ?? "") : tip.zone);
  return [what, where].filter((part) => part !== "").join(", ");
}

interface OpenViewProps {
  readonly id: string;
  readonly open: OpenTip;
  readonly reload: () => Promise<void>;
}

function useActs(id: string, row: TipRow, reload: () => Promise<void>): Pick<TipActs, "take" | "urgent" | "aside"> {
  const words = tipWords();
  const { user_id, name } = requireMe();
  return {
    take: () => {
      const take = row.assigned_to?.id !== user_id;
      return attempt(async () => {
        await tipsApi.take(id, take);
        rowChange(id, { assigned_to: take ? { id: user_id, name } : null });
        await reload();
      }, take ? words.taken : words.released);
    },
    urgent: () => {
      const urgent = row.lane !== "urgent";
      return attempt(async () => {
        await tipsApi.lane(id, urgent ? "urgent" : "normal");
        await reload();
      }, urgent ? inboxWords().madeUrgent : inboxWords().madeNormal);
    },
    aside: () => {
      const aside = row.state !== "set_aside";
      return attempt(async () => {
        await tipsApi.state(id, aside ? "set_aside" : "triaged");
        await reload();
      }, aside ? words.asideDone : words.asideUndone);
    },
  };
}

function OpenView({ id, open, reload }: OpenViewProps) {
  const words = tipWords();
  const { row } = open.out;
  const reply = useRef<HTMLTextAreaElement>(null);
  const gone = useRef(false);
  const dialog = useSignal<"join" | "remove" | null>(null);
  const close = (): void => {
    dialog.value = null;
  };
  const acts: TipActs = {
    ...useActs(id, row, reload),
    join: () => { dialog.value = "join"; },
    remove: () => { dialog.value = "remove"; },
  };
  useKeys({ r: () => reply.current?.focus(), i: acts.join, u: () => void acts.urgent() });
  useEffect(() => {
    // What is on the screen has been seen; the inbox says so to the others.
    if (row.unseen > 0) void attempt(() => tipsApi.seen(id));
  }, [id, row.unseen]);
  const remove = (): Promise<unknown> =>
    attempt(async () => {
      await tipsApi.remove(id);
      gone.current = true;
      navigate("", true);
    }, words.removed);
  const triage = open.triage.state === "open" ? open.triage.triage : null;
  const title = triage === null || triage.title === "" ? words.tip(tipNumber(id)) : triage.title;
  return (
    <Page title={title} above={<Above id={id} />} under={<Badges row={row} />}>
      <div class="two">
        <div class="col">
          <Story open={open} />
          <Conversation id={id} tip={open.tip} out={open.out} said={open.said} field={reply} reload={reload} gone={gone} />
          <KeyHelp>
            <Key>r</Key> {words.keysReply} · <Key>i</Key> {words.keysJoin} · <Key>u</Key> {words.keysUrgent} ·{" "}
          </KeyHelp>
        </div>
        <aside class="col">
          <Actions row={row} acts={acts} />
          <Facts row={row} tip={open.tip} triage={triage} />
          <Incidents row={row} />
        </aside>
      </div>
      {dialog.value === "join" && (
        <JoinDialog id={id} title={incidentTitle(open.tip, triage)} close={close} joined={reload} />
      )}
      {dialog.value === "remove" && <RemoveDialog messages={row.messages} close={close} remove={remove} />}
    </Page>
  );
}

export function TipPage({ id }: { readonly id: string }) {
  const words = tipWords();
  const { loaded, reload } = useLoad(() => tipLoad(id), id);
  const now = loaded.value;
  if (now.state === "loading") {
    return (
      <Page title={words.tip(tipNumber(id))} above={<Above id={id} />}>
        <p role="status">{words.loading}</p>
      </Page>
    );
  }
  if (now.state === "failed") {
    if (now.missing) return <NotFound />;
    return (
      <Page title={words.tip(tipNumber(id))} above={<Above id={id} />}>
        <p class="error" role="alert">
          {now.why}
        </p>
      </Page>
    );
  }
  const { value } = now;
  if (value.state === "open") return <OpenView id={id} open={value} reload={reload} />;
  const access = value.fault === "no_access";
  return (
    <Page title={access ? words.noAccessTitle : words.damagedTitle} above={<Above id={id} />} under={<Badges row={value.out.row} />}>
      <p class="narrow">{access ? words.noAccess : words.damaged}</p>
    </Page>
  );
}
