/** For whom, under which label, until when; title and facts. */
import { useRef } from "preact/hooks";
import { redactWords } from "../../app/i18n/redact";
import { LANGUAGES } from "../../sealing/receipts";
import { TLP_LABELS } from "../../sealing/statements";
import { dayAfter } from "../../vault/directoryMaking";
import { hexOf } from "../../vault/ids";
import { today } from "../../vault/keyring";
import type { RedactStore } from "./store";
import { newId } from "./work";

const NAMES = { es: "Español", "pt-br": "Português", en: "English", fr: "Français" } as const;
const LONGEST_DAYS = 365;

function Organisations({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const { partners } = store.loaded;
  const chosen = new Set(store.work.value.organisations);
  const toggle = (id: string, yes: boolean): void => {
    store.change((work) => {
      const others = work.organisations.filter((one) => one !== id);
      return { ...work, organisations: yes ? [...others, id].sort() : others };
    });
  };
  return (
    <fieldset class="field">
      <legend class="small-legend">{words.organisations}</legend>
      {partners.length === 0 && <p class="hint">{words.noPartners}</p>}
      <div class="choices">
        {partners.map((one) => {
          const id = hexOf(one.id);
          return (
            <label key={id} class="choice">
              <input type="checkbox" checked={chosen.has(id)} onChange={(event) => { toggle(id, event.currentTarget.checked); }} />
              <span>{one.name}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function Choices({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const { tlp, expires, lang } = store.work.value;
  return (
    <div class="three">
      <div class="field">
        <label for="tlp">{words.tlp}</label>
        <select
          class="input"
          id="tlp"
          value={tlp}
          translate={false}
          onChange={(event) => {
            const wanted = TLP_LABELS.find((one) => one === event.currentTarget.value);
            if (wanted !== undefined) store.change((work) => ({ ...work, tlp: wanted }));
          }}
        >
          {TLP_LABELS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="expires">{words.expires}</label>
        <input
          class="input"
          id="expires"
          type="date"
          required
          min={dayAfter(today(), 1)}
          max={dayAfter(today(), LONGEST_DAYS)}
          value={expires}
          onChange={(event) => {
            const day = event.currentTarget.value;
            if (day !== "") store.change((work) => ({ ...work, expires: day }));
          }}
        />
      </div>
      <div class="field">
        <label for="case-lang">{words.lang}</label>
        <select
          class="input"
          id="case-lang"
          value={lang}
          onChange={(event) => {
            const wanted = LANGUAGES.find((one) => one === event.currentTarget.value);
            if (wanted !== undefined) store.change((work) => ({ ...work, lang: wanted }));
          }}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {NAMES[one]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function Facts({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const change = (id: string, part: { term?: string; value?: string }): void => {
    store.change((work) => ({ ...work, facts: work.facts.map((fact) => (fact.id === id ? { ...fact, ...part } : fact)) }));
  };
  return (
    <div class="stack">
      {store.work.value.facts.map(({ id, term, value }, at) => (
        <div key={id} class="fact-row">
          <input
            class="input"
            aria-label={`${words.term} ${String(at + 1)}`}
            maxLength={80}
            value={term}
            onInput={(event) => { change(id, { term: event.currentTarget.value }); }}
          />
          <input
            class="input"
            aria-label={`${words.value} ${String(at + 1)}`}
            value={value}
            onInput={(event) => { change(id, { value: event.currentTarget.value }); }}
          />
          <button
            type="button"
            class="btn btn--s"
            aria-label={words.removeFact(at + 1)}
            onClick={() => { store.change((work) => ({ ...work, facts: work.facts.filter((fact) => fact.id !== id) })); }}
          >
            ×
          </button>
        </div>
      ))}
      <div class="acts">
        <button
          type="button"
          class="btn btn--s"
          onClick={() => { store.change((work) => ({ ...work, facts: [...work.facts, { id: newId(), term: "", value: "" }] })); }}
        >
          {words.addFact}
        </button>
      </div>
    </div>
  );
}

export function AudienceCard({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  // Open until there is somebody to read it; after that it makes room for the text.
  const begins = useRef(store.work.peek().organisations.length === 0);
  return (
    <details class="audience" open={begins.current}>
      <summary>{words.audience}</summary>
      <div class="two even">
        <section class="card" aria-labelledby="aud">
          <h2 id="aud">{words.audienceWho}</h2>
          <Organisations store={store} />
          <Choices store={store} />
        </section>
        <section class="card" aria-labelledby="what">
          <h2 id="what">{words.what}</h2>
          <div class="field">
            <label for="case-title">{words.title}</label>
            <input
              class="input"
              id="case-title"
              maxLength={300}
              value={store.work.value.title}
              onInput={(event) => {
                const title = event.currentTarget.value;
                store.change((work) => ({ ...work, title }));
              }}
            />
          </div>
          <Facts store={store} />
        </section>
      </div>
    </details>
  );
}
