/** Every telling word that stays readable: confirmed by hand, or redacted. */
import { useId, useRef } from "preact/hooks";
import { redactWords } from "../../app/i18n/redact";
import { redactPhrase } from "./AddMark";
import { groupChange } from "./groups";
import { confirm, type Context, isConfirmed, type Item } from "./readables";
import type { RedactStore } from "./store";
import { labelFor, whyWords } from "./words";

const SHOWN_CONTEXTS = 2;

function Around({ item, context }: { readonly item: Item; readonly context: Context }) {
  return (
    <span class="around small soft">
      …{context.before}
      <b>{item.text}</b>
      {context.after}…
    </span>
  );
}

interface RowProps {
  readonly store: RedactStore;
  readonly item: Item;
  readonly redact: (item: Item) => void;
}

function Row({ store, item, redact }: RowProps) {
  const words = redactWords();
  const id = useId();
  const sure = isConfirmed(store.work.value.confirmed, item);
  const asks = item.group !== null;
  const { length } = item.contexts;
  return (
    <li>
      <input
        type="checkbox"
        id={id}
        class="stays"
        checked={sure}
        onChange={(event) => {
          const yes = event.currentTarget.checked;
          store.change((work) => confirm(work, [item], yes));
        }}
      />
      <label class="grow" for={id}>
        <b>{item.text}</b>{" "}
        <span class="small soft">
          {whyWords(item.why)}
          {length > 1 && ` · ${words.places(length)}`}
        </span>
        {item.contexts.slice(0, SHOWN_CONTEXTS).map((context, at) => (
          <Around key={at} item={item} context={context} />
        ))}
        {length > SHOWN_CONTEXTS && <span class="around small soft">{words.more(length - SHOWN_CONTEXTS)}</span>}
      </label>
      <button
        type="button"
        class={asks && !sure ? "btn btn--s btn--alarm" : "btn btn--s"}
        aria-label={words.redactOf(item.text)}
        onClick={() => { redact(item); }}
      >
        {words.redact}
      </button>
    </li>
  );
}

export function ReadableCard({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const box = useRef<HTMLFieldSetElement>(null);
  const items = store.items.value;
  const telling = items.filter(({ why }) => why !== "opening");
  const openings = items.filter(({ why }) => why === "opening");
  const openOpenings = store.open.value.filter(({ why }) => why === "opening");
  const redact = (item: Item): void => {
    const boxes = [...(box.current?.querySelectorAll<HTMLInputElement>("input.stays") ?? [])];
    const at = boxes.findIndex((one) => one.closest("li")?.contains(document.activeElement) === true);
    if (item.group === null) redactPhrase(store, item.text, labelFor(item));
    else {
      const { group } = item;
      store.change((work) => ({ ...work, groups: groupChange(work.groups, group, { state: "out" }) }));
    }
    // The row is gone: the next one has the focus, or the heading where none is left.
    setTimeout(() => {
      const left = [...(box.current?.querySelectorAll<HTMLInputElement>("input.stays") ?? [])];
      (left[Math.min(Math.max(at, 0), left.length - 1)] ?? box.current?.querySelector<HTMLElement>("h2"))?.focus();
    }, 0);
  };
  return (
    <fieldset class="card" id="stays" ref={box}>
      <legend class="vh">{words.stays}</legend>
      <div>
        <h2 tabIndex={-1}>{words.stays}</h2>
        <p class="small soft">{items.length === 0 ? words.staysNone : words.staysHint}</p>
      </div>
      <ul class="list">
        {telling.map((item) => (
          <Row key={item.key} store={store} item={item} redact={redact} />
        ))}
      </ul>
      {openings.length > 0 && (
        <details>
          <summary>{words.openings(openings.length)}</summary>
          <ul class="list">
            {openings.map((item) => (
              <Row key={item.key} store={store} item={item} redact={redact} />
            ))}
          </ul>
        </details>
      )}
      {openOpenings.length > 0 && (
        <div class="acts">
          <button type="button" class="btn btn--s" onClick={() => { store.change((work) => confirm(work, openOpenings, true)); }}>
            {words.confirmOpenings} <span class="num">{openOpenings.length}</span>
          </button>
        </div>
      )}
    </fieldset>
  );
}
