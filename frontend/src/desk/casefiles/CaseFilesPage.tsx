/** All case files: what is being written, what awaits approval, what was released. */
import { caseFilesApi } from "../../api/desk";
import { caseFileWords } from "../../app/i18n/casefile";
import { wordFor } from "../../app/i18n/labels";
import { href, Page } from "../../app/router";
import { dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import type { CaseFileRow } from "../../api/types";
import { requireMe } from "../../vault/keyring";
import { TlpBadge } from "./TlpBadge";

/** What awaits this reader comes first, then the newest. */
export function inOrder(rows: readonly CaseFileRow[], user: string, lead: boolean): CaseFileRow[] {
  const owed = (row: CaseFileRow): boolean =>
    row.author.id === user ? row.state === "draft" || row.state === "returned" : lead && row.state === "awaiting_approval";
  return [...rows].sort(
    (one, other) => Number(owed(other)) - Number(owed(one)) || other.created_at.localeCompare(one.created_at),
  );
}

function Row({ row }: { readonly row: CaseFileRow }) {
  const words = caseFileWords();
  const state = row.release_state ?? row.state;
  const on = state === "active" || state === "awaiting_approval";
  return (
    <tr role="row">
      <td role="cell">
        <b>
          <a href={href(`case-files/${row.id}/`)}>{row.number}</a>
        </b>
        <span class="soft">{words.byOn(row.author.name, dayWord(row.created_at.slice(0, 10)))}</span>
      </td>
      <td role="cell">{row.tlp === null ? <span class="soft">{words.noLabel}</span> : <TlpBadge tlp={row.tlp} />}</td>
      <td role="cell" class="num">
        {row.expires === null ? "" : dayWord(row.expires)}
      </td>
      <td role="cell">
        <span class={row.failure !== "" || state === "refused" ? "badge badge--alarm" : on ? "badge badge--on" : "badge"}>
          {wordFor(words, state)}
        </span>
      </td>
    </tr>
  );
}

export function CaseFilesPage() {
  const words = caseFileWords();
  const { loaded } = useLoad(caseFilesApi.list, "case-files");
  const now = loaded.value;
  const { user_id, role } = requireMe();
  return (
    <Page title={words.title} under={<p class="soft">{words.lead}</p>}>
      {now.state === "loading" && <p role="status">{words.loading}</p>}
      {now.state === "failed" && (
        <p class="error" role="alert">
          {now.why}
        </p>
      )}
      {now.state === "ready" && now.value.length === 0 && (
        <section class="card empty">
          <h2>{words.empty}</h2>
          <p>{words.emptyWhy}</p>
        </section>
      )}
      {now.state === "ready" && now.value.length > 0 && (
        <table class="table table--list" role="table">
          <thead>
            <tr role="row">
              <th scope="col">{words.number}</th>
              <th scope="col">{words.label}</th>
              <th scope="col">{words.expires}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {inOrder(now.value, user_id, role === "lead").map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}
