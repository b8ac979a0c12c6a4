/** Runs as the partner reads them: text, and marks of one width that hold on to the punctuation behind them. */
import type { ComponentChildren } from "preact";

/** Readable text, or the words of a mark with its brackets. */
export type ShownRun = { readonly text: string } | { readonly mark: string };

const CLINGS = /^[\p{Po}\p{Pe}\p{Pf}]+/u;

export function RunLine({ runs }: { readonly runs: readonly ShownRun[] }) {
  const out: ComponentChildren[] = [];
  let taken = 0;
  runs.forEach((run, at) => {
    if ("text" in run) {
      out.push(run.text.slice(taken));
      taken = 0;
      return;
    }
    const next = runs[at + 1];
    const clings = next !== undefined && "text" in next ? (CLINGS.exec(next.text)?.[0] ?? "") : "";
    taken = clings.length;
    out.push(
      <span key={at} class="held">
        <span class="out">{run.mark}</span>
        {clings}
      </span>,
    );
  });
  return <>{out}</>;
}
