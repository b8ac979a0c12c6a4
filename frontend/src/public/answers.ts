/** Reading answers on the phone: the ten words never leave it, only what a mailbox is found by. */
import { b64Encode, type JsonObject } from "../sealing/encoding";
import { ReceiptSlip, SealingError } from "../sealing/errors";
import { deriveMailbox, type Language, LANGUAGES, type Mailbox, normalizeWords, receiptRead, type WordList } from "../sealing/receipts";
import { type DeskKeys, fetchKeys, fetchWords, KeysRefused, Unreachable } from "./desk";
import { readConversation } from "./conversation";
import { ask } from "./outcome";
import { breathe, busy, filled, leaveQuickly, need, tell, text, Way } from "./page";
import { untilReady } from "./ready";
import { Talk } from "./talk";

/** What a slip of the pen is called on the page. */
function slipText(slip: ReceiptSlip, typed: string): string {
  if (slip.wordNumber === null) return text(slip.reason);
  const split = typed.trim().split(/\s+/);
  const words = split.length === normalizeWords(typed).length ? split : normalizeWords(typed);
  const values = {
    n: String(slip.wordNumber),
    word: (words[slip.wordNumber - 1] ?? "").replace(/[,.;:]+$/, ""),
    suggestion: slip.suggestion,
  };
  return filled(slip.suggestion === "" ? "word" : "suggest", values);
}

class AskForm {
  readonly #form: HTMLFormElement;
  readonly #way: Way;
  readonly #keys: DeskKeys;
  readonly #lists: Partial<Record<Language, WordList>> = {};

  constructor(form: HTMLFormElement, way: Way, keys: DeskKeys) {
    this.#form = form;
    this.#way = way;
    this.#keys = keys;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#open();
    });
    way.ready();
  }

  async #open(): Promise<void> {
    const words = need(this.#form, "#w", HTMLTextAreaElement);
    const slip = need(this.#form, "#w-e", HTMLElement);
    tell(slip, "");
    this.#way.error("");
    words.removeAttribute("aria-invalid");
    try {
      await busy(this.#way.button, text("opening"), () => this.#openWith(words.value));
    } catch (error) {
      if (error instanceof ReceiptSlip) {
        words.setAttribute("aria-invalid", "true");
        tell(slip, slipText(error, words.value));
        words.focus();
      } else if (error instanceof Unreachable) this.#way.error(text("offline"));
      else if (error instanceof SealingError) this.#way.error(text("failed"));
      else throw error;
    }
  }

  async #openWith(typed: string): Promise<void> {
    await breathe();
    const { entropy } = receiptRead(typed, await this.#allLists());
    const mailbox = deriveMailbox({ salt: this.#keys.directory.receiptSalt, entropy });
    const outcome = await ask("/mailbox/", asking(mailbox));
    if (outcome.status === "offline") throw new Unreachable();
    if (outcome.status === 200) this.#show(mailbox, outcome.body);
    else this.#way.error(text(outcome.code === "none" ? "none" : outcome.code === "closed" ? "closed" : "failed"));
  }

  /** All four lists: a receipt may be of another language than the page, and a slip is judged by all of them. */
  async #allLists(): Promise<Partial<Record<Language, WordList>>> {
    for (const language of LANGUAGES) {
      this.#lists[language] ??= await fetchWords(this.#form.getAttribute(`data-words-${language}`) ?? "");
    }
    return this.#lists;
  }

  #show(mailbox: Mailbox, body: unknown): void {
    const { dataset } = this.#form;
    const kept = this.#form.querySelector<HTMLTextAreaElement>("#back")?.value ?? "";
    new Talk({
      mailbox,
      conversation: readConversation(body, mailbox),
      keys: this.#keys,
      root: dataset["root"] ?? "",
      tag: dataset["tag"] ?? "es",
      limit: Number(dataset["limit"]),
      kept,
    });
    window.history.replaceState(null, "");
  }
}

function asking(mailbox: Mailbox): JsonObject {
  return { mailbox_id: b64Encode(mailbox.mailboxId) };
}

async function start(): Promise<void> {
  leaveQuickly();
  const form = need(document, "#ask", HTMLFormElement);
  const way = new Way(form);
  try {
    const keys = await untilReady(() => fetchKeys(form.dataset["root"] ?? ""));
    new AskForm(form, way, keys);
  } catch (error) {
    if (!(error instanceof KeysRefused)) throw error;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
    });
    way.stop(text("keys"));
  }
}

void start();
