/** A case file's source as the partner will read it, and what was redacted from it, by kind and count. */
import { caseFileWords } from "../../app/i18n/casefile";
import { spanWords, wordFor } from "../../app/i18n/labels";
import { LABELS, markText } from "../redact/markWords";
import { RunLine } from "../redact/RunLine";
import type { CaseFileSource, Redactions, SourceRun } from "./contents";

function Runs({ runs, source }: { readonly runs: readonly SourceRun[]; readonly source: CaseFileSource }) {
  const shown = runs.map((run) => (run.type === "text" ? { text: run.text } : { mark: markText(run.label, run.number, source.lang) }));
  return <RunLine runs={shown} />;
}

export function SourceView({ source }: { readonly source: CaseFileSource }) {
  return (
    <article class="stack" lang={source.lang} dir="auto">
      <h3 class="case-title">
        <Runs runs={source.title} source={source} />
      </h3>
      {source.facts.length > 0 && (
        <dl class="facts">
          {source.facts.map(({ term, value }, at) => (
            <div key={at} class="fact">
              <dt>{term}</dt>
              <dd>
                <Runs runs={value} source={source} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {source.sections.map(({ heading, paragraphs }, at) => (
        <section key={at} class="stack">
          <h4>{heading}</h4>
          <div class="read">
            {paragraphs.map((runs, index) => (
              <p key={index}>
                <Runs runs={runs} source={source} />
              </p>
            ))}
          </div>
        </section>
      ))}
    </article>
  );
}

/** How many marks and how many places each label has. */
export function redactedCounts({ items }: Redactions): { label: (typeof LABELS)[number]; marks: number; times: number }[] {
  return LABELS.map((label) => {
    const all = items.filter((item) => item.label === label);
    return { label, marks: new Set(all.map(({ number }) => number)).size, times: all.length };
  }).filter(({ times }) => times > 0);
}

export function RedactedTable({ redactions }: { readonly redactions: Redactions }) {
  const words = caseFileWords();
  const counts = redactedCounts(redactions);
  if (counts.length === 0) return <p class="soft">{words.nothingRedacted}</p>;
  return (
    <table class="table table--tight">
      <thead>
        <tr>
          <th scope="col">{words.kind}</th>
          <th scope="col">{words.marks}</th>
          <th scope="col">{words.times}</th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ label, marks, times }) => (
          <tr key={label}>
            <td class="kind-all">{wordFor(spanWords(), label)}</td>
            <td class="num">{marks}</td>
            <td class="num">{times}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
