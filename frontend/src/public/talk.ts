/** The opened conversation on the page: reading, writing back, deleting, closing. */
import { b64Encode, type JsonObject } from "../sealing/encoding";
import { Damaged } from "../sealing/errors";
import { type Mailbox } from "../sealing/receipts";
import { type Conversation, type Entry, readConversation } from "./conversation";
import { type DeskKeys, fetchKeys, KeysRefused } from "./desk";
import { ask } from "./outcome";
import { breathe, busy, need, show, showTemplate, tell, text } from "./page";
import { lengthOf, plainText, sealMessage } from "./submission";

export interface TalkInput {
  readonly mailbox: Mailbox;
  readonly conversation: Conversation;
  readonly keys: DeskKeys;
  readonly root: string;
  /** Language tag for dates. */
  readonly tag: string;
  readonly limit: number;
  /** What was typed before the words were asked for again. */
  readonly kept: string;
}

/** What the server can refuse, by the text that says it. */
const REFUSALS: ReadonlySet<string> = new Set(["full", "closed", "none"]);

export class Talk {
  readonly #mailbox: Mailbox;
  readonly #root: string;
  readonly #limit: number;
  readonly #day: Intl.DateTimeFormat;
  readonly #main: HTMLElement;
  #keys: DeskKeys;
  #conversation: Conversation;
  #pending: { readonly made: string; readonly body: JsonObject } | null = null;

  constructor(input: TalkInput) {
    this.#mailbox = input.mailbox;
    this.#conversation = input.conversation;
    this.#keys = input.keys;
    this.#root = input.root;
    this.#limit = input.limit;
    this.#day = new Intl.DateTimeFormat(input.tag, { day: "numeric", month: "long", timeZone: "UTC" });
    this.#main = showTemplate("talk", document.title);
    this.#text().value = input.kept;
    need(this.#main, "#write", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      const { submitter } = event;
      if (submitter instanceof HTMLButtonElement) void this.#act(submitter);
    });
    this.#draw();
  }

  #text(): HTMLTextAreaElement {
    return need(this.#main, "#back", HTMLTextAreaElement);
  }

  #readable(): string[] {
    return this.#conversation.entries.filter(({ state }) => state === "reply").map(({ id }) => id);
  }

  #draw(): void {
    const { entries, missing } = this.#conversation;
    need(this.#main, "ol.talk", HTMLOListElement).replaceChildren(...entries.map((entry) => this.#line(entry)));
    show(need(this.#main, "[data-missing]", HTMLElement), missing > 0);
    show(need(this.#main, "[data-none]", HTMLElement), this.#readable().length === 0);
    show(need(this.#main, 'button[value="delete"]', HTMLElement), this.#readable().length > 0);
  }

  #line({ state, day, text: written }: Entry): HTMLElement {
    const own = state === "told" || state === "mine";
    const line = document.createElement("li");
    line.className = own ? "say say--me" : state === "reply" ? "say" : "say say--gone";
    const head = document.createElement("span");
    // Nobody knows who wrote a forged one.
    head.textContent = state === "forged" ? this.#date(day) : `${text(own ? "you" : "desk")}, ${this.#date(day)}`;
    const body = document.createElement("p");
    body.textContent = state === "reply" ? written : text(state);
    if (state === "forged") body.className = "error";
    else if (state !== "reply") body.className = "soft";
    line.append(head, body);
    return line;
  }

  #date(day: string): string {
    const date = new Date(`${day}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? "" : this.#day.format(date);
  }

  #done(what: "sent" | "deleted" | null): void {
    for (const name of ["sent", "deleted"]) {
      const notice = need(this.#main, `[data-done="${name}"]`, HTMLElement);
      show(notice, name === what);
      if (name === what) notice.scrollIntoView({ block: "center" });
    }
  }

  async #act(button: HTMLButtonElement): Promise<void> {
    const place = need(this.#main, "[data-error]", HTMLElement);
    tell(place, "");
    this.#done(null);
    const failure = await busy(button, button.value === "write" ? text("sending") : text("opening"), async () => {
      await breathe();
      if (button.value === "write") return this.#write();
      if (button.value === "delete") return this.#delete();
      return this.#close();
    });
    if (failure !== null) tell(place, failure);
  }

  /** Null when done; else what to tell. */
  async #write(): Promise<string | null> {
    const written = plainText(this.#text().value);
    if (written === "") return text("empty");
    const excess = lengthOf(written) - this.#limit;
    if (excess > 0) return `${text("too_long")} ${excess}`;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const { status, code } = await ask("/mailbox/messages/", this.#sealed(written));
      if (status === 201) {
        this.#pending = null;
        this.#text().value = "";
        this.#done("sent");
        return this.#refresh();
      }
      if (code !== "epoch" && code !== "conflict") return refusal(status, code);
      // The desk's key or the number of the next message changed meanwhile: seal anew, once.
      this.#pending = null;
      try {
        this.#keys = await fetchKeys(this.#root);
      } catch (error) {
        return text(error instanceof KeysRefused ? "keys" : "offline");
      }
      const failed = await this.#refresh();
      if (failed !== null) return failed;
    }
    return text("failed");
  }

  #sealed(written: string): JsonObject {
    if (this.#pending?.made !== written) {
      const { tip, nextSeq } = this.#conversation;
      this.#pending = { made: written, body: sealMessage(written, tip, nextSeq, this.#mailbox, this.#keys) };
    }
    return this.#pending.body;
  }

  #asking(): JsonObject {
    return { mailbox_id: b64Encode(this.#mailbox.mailboxId) };
  }

  async #refresh(): Promise<string | null> {
    const { status, code, body } = await ask("/mailbox/", this.#asking());
    if (status !== 200) return refusal(status, code);
    try {
      this.#conversation = readConversation(body, this.#mailbox);
    } catch (error) {
      if (error instanceof Damaged) return text("failed");
      throw error;
    }
    this.#draw();
    return null;
  }

  async #delete(): Promise<string | null> {
    const { status, code } = await ask("/mailbox/read/", { ...this.#asking(), messages: this.#readable() });
    if (status !== 200) return refusal(status, code);
    this.#done("deleted");
    return this.#refresh();
  }

  async #close(): Promise<string | null> {
    const { status, code } = await ask("/mailbox/close/", this.#asking());
    if (status !== 200) return refusal(status, code);
    showTemplate("closed", document.title);
    return null;
  }
}

function refusal(status: number | "offline", code: string): string {
  if (status === "offline") return text("offline");
  return text(REFUSALS.has(code) ? code : "failed");
}
