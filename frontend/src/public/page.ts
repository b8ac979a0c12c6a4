/** The served page: its words, its notices, its templates. Texts stand in the page, in its language; never here. */

/** The element, which the served page has; without it the page is not ours, and nothing is done to it. */
export function need<T extends Element>(root: ParentNode, selector: string, type: abstract new () => T): T {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error("not our page");
  return found;
}

/** A text of the page by its key. */
export function text(key: string): string {
  const template = need(document, "template#texts", HTMLTemplateElement);
  return need(template.content, `[data-key="${key}"]`, HTMLElement).textContent;
}

/** The same with `{name}` filled in. */
export function filled(key: string, values: Readonly<Record<string, string>>): string {
  return text(key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

export function show(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}

/** Puts a message where the page keeps its place for one; "" takes it away. */
export function tell(place: HTMLElement, message: string): void {
  place.textContent = message;
  show(place, message !== "");
  if (message !== "") place.scrollIntoView({ block: "center" });
}

/** Replaces what the page shows by a copy of a template, and moves the reader there. */
export function showTemplate(id: string, title: string): HTMLElement {
  const main = need(document, "#main", HTMLElement);
  const template = need(document, `template#${id}`, HTMLTemplateElement);
  main.replaceChildren(document.importNode(template.content, true));
  document.title = title;
  window.scrollTo(0, 0);
  need(main, "h1", HTMLElement).focus();
  return main;
}

/** The block that says which way will be taken, and its button. */
export class Way {
  readonly #form: HTMLFormElement;
  readonly #block: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly #error: HTMLElement;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#block = need(form, ".way", HTMLElement);
    this.button = need(this.#block, ".plain button", HTMLButtonElement);
    this.#error = need(this.#block, "[data-error]", HTMLElement);
  }

  /** The script is ready: what the served page said is no longer so. */
  ready(): void {
    this.#form.querySelector(".guard")?.remove();
    this.#block.querySelector(".wait")?.remove();
    show(need(this.#block, '[data-way="arrival"]', HTMLElement), false);
    show(need(this.#block, '[data-way="browser"]', HTMLElement), true);
    this.#block.classList.add("ready");
  }

  /** Nothing may be sent from this page. */
  stop(message: string): void {
    this.#block.querySelector(".wait")?.remove();
    show(need(this.#block, '[data-way="arrival"]', HTMLElement), false);
    this.#block.classList.add("ready");
    this.button.disabled = true;
    tell(this.#error, message);
  }

  error(message: string): void {
    tell(this.#error, message);
  }
}

/** While something is under way, the button says so and cannot be pressed twice. */
export async function busy<T>(button: HTMLButtonElement, label: string, work: () => Promise<T>): Promise<T> {
  const before = button.textContent;
  button.disabled = true;
  button.textContent = label;
  try {
    return await work();
  } finally {
    button.disabled = false;
    button.textContent = before;
  }
}

/** Lets the browser draw before work that holds it. */
export async function breathe(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** "Leave quickly" without a trace in the tab's history. */
export function leaveQuickly(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href="/leave/"]') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.body.replaceChildren();
    window.location.replace("/leave/");
  });
}
