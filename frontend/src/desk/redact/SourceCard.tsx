/** The text as the desk has it: sections with their marks, each of which can be edited, and what is marked in all. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { redactWords } from "../../app/i18n/redact";
import { alarm, announce } from "../../app/notices";
import { tipNumber } from "../tip/tipStore";
import { AddMark, redactPhrase } from "./AddMark";
import { tipGroups, tipSection } from "./beginning";
import { countsOf, type Field } from "./fields";
import { Marked } from "./Marked";
import { MarkDialog } from "./MarkDialog";
import type { RedactStore } from "./store";
import { groupName } from "./words";
import { type Group, newId, type Section } from "./work";

interface SectionProps {
  readonly store: RedactStore;
  readonly section: Section;
  readonly field: Field | undefined;
  readonly open: (group: Group) => void;
}

function sectionChange(store: RedactStore, id: string, change: Partial<Section>): void {
  store.change((work) => ({
    ...work,
    sections: work.sections.map((one) => (one.id === id ? { ...one, ...change } : one)),
  }));
}

function EditSection({ store, section, done }: Omit<SectionProps, "field" | "open"> & { readonly done: () => void }) {
  const words = redactWords();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const redactSelected = (): void => {
    const field = area.current;
    const selected = field === null ? "" : field.value.slice(field.selectionStart, field.selectionEnd).trim();
    if (selected === "") alarm(words.selectFirst);
    else redactPhrase(store, selected, "PERSON");
    field?.focus();
  };
  const { id } = section;
  return (
    <div class="stack edit">
      <div class="field">
        <label for={`heading-${id}`}>{words.heading}</label>
        <input
          class="input"
          id={`heading-${id}`}
          value={section.heading}
          maxLength={160}
          onInput={(event) => { sectionChange(store, id, { heading: event.currentTarget.value }); }}
        />
      </div>
      <div class="field">
        <label for={`text-${id}`}>{words.text}</label>
        <textarea
          ref={area}
          class="input"
          id={`text-${id}`}
          rows={Math.min(16, 3 + Math.ceil(section.text.length / 60))}
          lang={section.lang}
          value={section.text}
          onInput={(event) => { sectionChange(store, id, { text: event.currentTarget.value }); }}
        />
      </div>
      <div class="acts">
        <button type="button" class="btn btn--s" onClick={done}>
          {words.done}
        </button>
        <button type="button" class="btn btn--s" onClick={redactSelected}>
          {words.redactSelected}
        </button>
        <button
          type="button"
          class="btn btn--s btn--bare"
          onClick={() => {
            store.change((work) => ({ ...work, sections: work.sections.filter((one) => one.id !== id) }));
          }}
        >
          {words.removeSection}
        </button>
      </div>
    </div>
  );
}

function SectionView({ store, section, field, open }: SectionProps) {
  const words = redactWords();
  const editing = useSignal(section.text === "" && section.heading === words.newHeading);
  const button = useRef<HTMLButtonElement>(null);
  const select = (): void => {
    const chosen = document.getSelection();
    const text = chosen === null || chosen.isCollapsed ? "" : chosen.toString().replace(/\s+/gu, " ").trim();
    if (text !== "") store.phrase.value = text;
  };
  if (editing.value) {
    const done = (): void => {
      editing.value = false;
      setTimeout(() => button.current?.focus(), 0);
    };
    return <EditSection store={store} section={section} done={done} />;
  }
  return (
    <section class="stack">
      <div class="head">
        <h3>
          {section.heading}{" "}
          {section.tip !== "" && <span class="small soft tip-of">{words.ofTip(tipNumber(section.tip))}</span>}
        </h3>
        <button
          ref={button}
          type="button"
          class="btn btn--s"
          aria-label={words.editOf(section.heading)}
          onClick={() => { editing.value = true; }}
        >
          {words.edit}
        </button>
      </div>
      {field === undefined ? (
        <p class="soft small">{words.emptySection}</p>
      ) : (
        <div class="read lines" lang={section.lang} dir="auto" onMouseUp={select} onKeyUp={select} onTouchEnd={select}>
          <Marked field={field} work={store.work.value} open={open} />
        </div>
      )}
    </section>
  );
}

function MarksTable({ store, open }: { readonly store: RedactStore; readonly open: (group: Group) => void }) {
  const words = redactWords();
  const work = store.work.value;
  const counts = countsOf(store.fields.value);
  const groups = work.groups.filter(({ state }) => state === "out");
  if (groups.length === 0) return <p class="soft small">{words.marksEmpty}</p>;
  return (
    <table class="table table--tight">
      <thead>
        <tr>
          <th scope="col">{words.mark}</th>
          <th scope="col">{words.why}</th>
          <th scope="col">{words.times}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.id}>
            <td>
              <button type="button" class="plain" aria-label={words.change(groupName(group, work))} onClick={() => { open(group); }}>
                {groupName(group, work)}
              </button>
            </td>
            <td>{group.reason}</td>
            <td class="num">{counts.get(group.id) ?? 0}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function SourceCard({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const chosen = useSignal<Group | null>(null);
  const work = store.work.value;
  const fields = store.fields.value;
  const open = (group: Group): void => {
    chosen.value = group;
  };
  const missing = store.loaded.tips.filter(({ id }) => !work.sections.some(({ tip }) => tip === id));
  const bring = (opened: (typeof missing)[number]): void => {
    store.change((before) => ({
      ...before,
      sections: [...before.sections, tipSection(opened, before.sections.filter(({ tip }) => tip !== "").length)],
      groups: tipGroups(before.groups, [opened]),
    }));
    announce(words.ofTip(tipNumber(opened.id)));
  };
  const add = (): void => {
    store.change((before) => ({
      ...before,
      sections: [...before.sections, { id: newId(), heading: words.newHeading, text: "", tip: "", lang: before.lang }],
    }));
  };
  return (
    <div class="card">
      <div class="head">
        <h2 id="src">{words.source}</h2>
        <span class="small soft">{words.onlyDesk}</span>
      </div>
      <p class="small soft">{words.sourceHint}</p>
      {store.loaded.shut.map((number) => (
        <p key={number} class="small error">
          {words.tipShut(number)}
        </p>
      ))}
      {work.sections.map((section, at) => (
        <SectionView
          key={section.id}
          store={store}
          section={section}
          field={fields.find(({ kind, at: index }) => kind === "text" && index === at)}
          open={open}
        />
      ))}
      <div class="acts">
        <button type="button" class="btn btn--s" onClick={add}>
          {words.addSection}
        </button>
        {missing.map((opened) => (
          <button key={opened.id} type="button" class="btn btn--s" onClick={() => { bring(opened); }}>
            {words.bringTip(tipNumber(opened.id))}
          </button>
        ))}
      </div>
      <AddMark store={store} />
      <MarksTable store={store} open={open} />
      {chosen.value !== null && (
        <MarkDialog key={chosen.value.id} store={store} group={chosen.value} close={() => { chosen.value = null; }} />
      )}
    </div>
  );
}
