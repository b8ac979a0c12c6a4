/** The form, sealed on the phone before anything leaves it. Without this script the same form works, sealed on arrival. */
import { type WordList } from "../sealing/receipts";
import { type DeskKeys, fetchKeys, fetchWords, isLanguage, KeysRefused, today } from "./desk";
import { ask } from "./outcome";
import { breathe, busy, leaveQuickly, need, show, showTemplate, text, Way } from "./page";
import { untilReady } from "./ready";
import { lengthOf, plainText, type Report, sealReport, type Submission } from "./submission";

interface Means {
  readonly keys: DeskKeys;
  readonly words: WordList;
  /** The day on which the keys were checked. */
  readonly day: string;
}

class ReportForm {
  readonly #form: HTMLFormElement;
  readonly #way: Way;
  #means: Means;
  /** What was sealed and not yet acknowledged, with what it was made of: sent again, it is the same report. */
  #pending: { readonly made: string; readonly submission: Submission } | null = null;

  constructor(form: HTMLFormElement, way: Way, means: Means) {
    this.#form = form;
    this.#way = way;
    this.#means = means;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    way.ready();
  }

  #field(name: string): string {
    const value = new FormData(this.#form).get(name);
    return typeof value === "string" ? value : "";
  }

  #report(): Report | string {
    const lang = this.#form.dataset["lang"] ?? "";
    if (!isLanguage(lang)) return text("failed");
    const written = plainText(this.#field("text"));
    if (written === "") return text("empty");
    const excess = lengthOf(written) - Number(this.#form.dataset["limit"]);
    if (excess > 0) return `${text("too_long")} ${excess}`;
    return {
      lang,
      text: written,
      kind: this.#field("kind"),
      zone: this.#field("zone"),
      when: this.#field("when"),
      danger: this.#field("danger") === "yes",
    };
  }

  async #submit(): Promise<void> {
    const report = this.#report();
    if (typeof report === "string") {
      this.#way.error(report);
      need(this.#form, "#text", HTMLTextAreaElement).focus();
      return;
    }
    this.#way.error("");
    const failure = await busy(this.#way.button, text("sending"), () => this.#send(report));
    if (failure === "keys") this.#way.stop(text(failure));
    else if (failure !== null) this.#way.error(text(failure));
  }

  /** Null when it arrived; else the key of the text that says what to do. */
  async #send(report: Report): Promise<string | null> {
    await breathe();
    for (const attempt of [1, 2]) {
      if (this.#means.day !== today() || attempt === 2) {
        try {
          this.#means = { ...this.#means, keys: await fetchKeys(this.#root()), day: today() };
        } catch (error) {
          return error instanceof KeysRefused ? "keys" : "offline";
        }
      }
      const submission = this.#sealed(report);
      const { status, code } = await ask(`/${report.lang}/sealed/`, submission.body);
      if (status === 201) {
        this.#arrived(submission, report.danger);
        return null;
      }
      if (code !== "epoch") return status === "offline" ? "offline" : code === "closed" ? "closed" : "failed";
      // The desk's key changed while the page stood open: seal anew, to the new one, once.
      this.#pending = null;
    }
    return "closed";
  }

  #root(): string {
    return this.#form.dataset["root"] ?? "";
  }

  #sealed(report: Report): Submission {
    const made = JSON.stringify(report);
    if (this.#pending?.made !== made) {
      this.#pending = { made, submission: sealReport(report, this.#means.keys, this.#means.words) };
    }
    return this.#pending.submission;
  }

  /** The ten words, once; the typed text is gone from the page with the form. */
  #arrived(submission: Submission, danger: boolean): void {
    this.#pending = null;
    this.#form.reset();
    const main = showTemplate("receipt", document.title);
    const list = need(main, "ol.words", HTMLOListElement);
    list.replaceChildren(
      ...submission.words.map((word) => {
        const item = document.createElement("li");
        item.textContent = word;
        return item;
      }),
    );
    show(need(main, "[data-danger]", HTMLElement), danger);
    document.querySelector(".langs")?.closest("nav")?.remove();
    window.history.replaceState(null, "");
  }
}

async function start(): Promise<void> {
  leaveQuickly();
  const form = need(document, "#report", HTMLFormElement);
  const way = new Way(form);
  try {
    const means = await untilReady(async () => {
      const [keys, words] = await Promise.all([
        fetchKeys(form.dataset["root"] ?? ""),
        fetchWords(form.dataset["words"] ?? ""),
      ]);
      return { keys, words, day: today() };
    });
    new ReportForm(form, way, means);
  } catch (error) {
    if (!(error instanceof KeysRefused)) throw error;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
    });
    way.stop(text("keys"));
  }
}

void start();
