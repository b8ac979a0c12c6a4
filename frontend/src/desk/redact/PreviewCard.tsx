/** What the partner will read, word by word, as it is being redacted. */
import { redactWords } from "../../app/i18n/redact";
import { type Field, fieldParagraphs } from "./fields";
import { markText } from "./markWords";
import type { Run } from "./matching";
import { RunLine, type ShownRun } from "./RunLine";
import type { RedactStore } from "./store";
import type { Work } from "./work";

function shown(runs: readonly Run[], work: Work): ShownRun[] {
  return runs.map((run) => ("text" in run ? run : { mark: markText(run.place.group.label, run.place.group.number, work.lang) }));
}

function Line({ field, work }: { readonly field: Field | undefined; readonly work: Work }) {
  return field === undefined ? null : <RunLine runs={shown(fieldParagraphs(field).flat(), work)} />;
}

export function PreviewCard({ store }: { readonly store: RedactStore }) {
  const words = redactWords();
  const work = store.work.value;
  const fields = store.fields.value;
  const only = (kind: Field["kind"], at: number): Field | undefined => fields.find((one) => one.kind === kind && one.at === at);
  const facts = work.facts.map((fact, at) => ({ ...fact, at })).filter(({ at }) => only("fact", at) !== undefined);
  const sections = work.sections.map((section, at) => ({ ...section, at })).filter(({ at }) => only("text", at) !== undefined);
  return (
    <div class="card" lang={work.lang}>
      <div class="head" lang={document.documentElement.lang}>
        <h2 id="pre">{words.preview}</h2>
        <span class="small soft">{words.wordByWord}</span>
      </div>
      {fields.length === 0 && <p class="soft">{words.previewEmpty}</p>}
      <h3 class="case-title">
        <Line field={only("title", 0)} work={work} />
      </h3>
      {facts.length > 0 && (
        <dl class="facts">
          {facts.map(({ id, at }) => (
            <div key={id} class="fact">
              <dt>{only("term", at)?.text}</dt>
              <dd>
                <Line field={only("fact", at)} work={work} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {sections.map(({ id, at, lang }) => {
        const text = only("text", at);
        return (
          <section key={id} class="stack">
            <h4>{only("heading", at)?.text}</h4>
            <div class="read" lang={lang} dir="auto">
              {text !== undefined &&
                fieldParagraphs(text).map((runs, index) => (
                  <p key={index}>
                    <RunLine runs={shown(runs, work)} />
                  </p>
                ))}
            </div>
          </section>
        );
      })}
      <p class="small soft" lang={document.documentElement.lang}>
        {words.sameWidth}
      </p>
    </div>
  );
}
