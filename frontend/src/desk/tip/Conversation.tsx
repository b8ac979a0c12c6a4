/** What was written back and forth: shown only where its proof holds, and saying what is missing. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { tipsApi } from "../../api/desk";
import { Problem } from "../../api/problem";
import { BusyButton } from "../../app/Busy";
import { tipWords } from "../../app/i18n/tip";
import { Key } from "../../app/KeyHelp";
import { alarm, announce, attempt } from "../../app/notices";
import { dayWord } from "../../app/time";
import { refBytes } from "../../sealing/encoding";
import { Direction } from "../../sealing/kinds";
import { draftDrop, draftLoad, draftSave } from "../../vault/drafts";
import { onLock } from "../../vault/flow";
import { replySeal } from "../../vault/sealing";
import type { Tip } from "../contents";
import { type LoadedTip, nextSeq, type Said } from "./tipStore";

/** Bounded so that a reply is read on a small screen; in Unicode code points. */
export const REPLY_MOST = 4000;
const AUTOSAVE_MS = 3_000;

function SaidItem({ said }: { readonly said: Said }) {
  const words = tipWords();
  if (said.type === "gap") return <li class="gap">{words.gap(said.count)}</li>;
  const { out } = said;
  const mine = out.direction === Direction.toSubmitter;
  const who = mine ? (out.author?.name ?? words.desk) : words.submitter;
  const there = mine ? ` · ${out.in_mailbox ? words.waitingThere : words.readThere}` : "";
  const arrival = out.sealed_by === "arrival" ? ` · ${words.onArrival.toLowerCase()}` : "";
  const wrong = said.type === "wrong";
  return (
    <li class={`say${mine ? " say--me" : ""}${wrong ? " say--wrong" : ""}`}>
      <span>
        {who}, {dayWord(out.day)}
        {there}
        {arrival}
      </span>
      {said.type === "message" && <p dir="auto">{said.text}</p>}
      {said.type === "message" && said.past && <p class="small soft">{words.pastMaker}</p>}
      {wrong && (
        <p>
          <strong class="error">{words.wrong}.</strong> {words.wrongWhy}
        </p>
      )}
      {said.type === "shut" && <p class="soft">{words.shut}</p>}
    </li>
  );
}

/** The text of a reply's draft; "" for none, or for one of another shape. */
function draftText(body: unknown): string {
  const text = body !== null && typeof body === "object" ? (body as Record<string, unknown>)["reply"] : null;
  return typeof text === "string" ? text : "";
}

export interface ReplyProps {
  readonly id: string;
  readonly tip: Tip;
  readonly out: LoadedTip["out"];
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly reload: () => Promise<void>;
  /** The tip was deleted: what was being written about it is not kept. */
  readonly gone: { readonly current: boolean };
}

function Reply({ id, tip, out, field, reload, gone }: ReplyProps) {
  const words = tipWords();
  const text = useSignal("");
  const saved = useSignal("");
  const error = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = async (loud: boolean): Promise<void> => {
    clearTimeout(timer.current);
    const now = text.value;
    if (now === saved.value && !loud) return;
    const where = now === "" ? await draftDrop(id).then(() => "saved" as const) : await draftSave(id, { reply: now });
    saved.value = now;
    if (where === "kept_here") announce(words.draftHere);
    else if (loud) announce(words.draftSaved);
  };

  useEffect(() => {
    void draftLoad(id)
      .then((body) => {
        const kept = draftText(body);
        if (kept !== "" && text.value === "") saved.value = text.value = kept;
      })
      .catch((fault: unknown) => {
        if (!(fault instanceof Problem)) throw fault;
      });
    const forget = onLock(() => save(false));
    return () => {
      forget();
      clearTimeout(timer.current);
      if (!gone.current) void attempt(() => save(false));
    };
  }, [id]);

  const typed = (value: string): void => {
    text.value = value;
    error.value = null;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void attempt(() => save(false)), AUTOSAVE_MS);
  };

  const send = async (): Promise<void> => {
    const body = text.value.trim();
    const over = Array.from(body).length - REPLY_MOST;
    error.value = body === "" ? words.emptyReply : over > 0 ? words.longReply(over) : null;
    if (error.value !== null) {
      field.current?.focus();
      return;
    }
    await attempt(sendNow);
    field.current?.focus();
  };

  const sendNow = async (): Promise<void> => {
    const { mailbox, answerKey } = tip;
    const seq = nextSeq(out.messages);
    try {
      await tipsApi.reply(id, replySeal({ tip: refBytes(id), mailbox, answerKey, seq, text: text.value.trim() }));
    } catch (fault) {
      if (!(fault instanceof Problem && fault.status === 409)) throw fault;
      await reload();
      alarm(words.replyTaken);
      return;
    }
    clearTimeout(timer.current);
    saved.value = text.value = "";
    await draftDrop(id);
    await reload();
    announce(words.sent);
  };

  return (
    <>
      <div class="field">
        <label for="reply">
          {words.reply} <Key>r</Key>
        </label>
        <textarea
          ref={field}
          class="input"
          id="reply"
          rows={2}
          placeholder={words.replyHint}
          value={text.value}
          aria-invalid={error.value !== null}
          aria-describedby={error.value === null ? undefined : "reply-error"}
          onInput={(event) => { typed(event.currentTarget.value); }}
        />
        {error.value !== null && (
          <p class="error" id="reply-error" role="alert">
            {error.value}
          </p>
        )}
      </div>
      <div class="acts">
        <BusyButton class="btn btn--main" work={send} busy={words.sending}>
          {words.send}
        </BusyButton>
        <BusyButton class="btn btn--bare" work={() => attempt(() => save(true))}>
          {words.saveDraft}
        </BusyButton>
      </div>
    </>
  );
}

export function Conversation({ said, ...props }: ReplyProps & { readonly said: readonly Said[] }) {
  const words = tipWords();
  return (
    <section class="card" aria-labelledby="conv">
      <h2 id="conv">{words.conversation}</h2>
      {said.length === 0 ? (
        <p class="soft small">{words.noMessages}</p>
      ) : (
        <ol class="talk">
          {said.map((one, at) => (
            <SaidItem key={at} said={one} />
          ))}
        </ol>
      )}
      {props.out.mailbox_open ? <Reply {...props} /> : <p class="notice">{words.mailboxClosed}</p>}
    </section>
  );
}
