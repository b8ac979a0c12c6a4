/** All incidents, with their titles as far as they open. */
import { incidentWords } from "../../app/i18n/incidents";
import { wordFor } from "../../app/i18n/labels";
import { href, Page } from "../../app/router";
import { dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import { incidentsLoad, type OpenedIncident } from "../incidentStore";

function Row({ incident }: { readonly incident: OpenedIncident }) {
  const words = incidentWords();
  const { out, content } = incident;
  return (
    <li class="row">
      <div class="lead-cell">
        <span class={out.state === "closed" ? "badge" : "badge badge--on"}>{wordFor(words, out.state)}</span>
      </div>
      <div class="body">
        <h3>
          <a href={href(`incidents/${out.id}/`)}>{content?.title ?? words.shut}</a>
        </h3>
        <p class="meta">
          <span>{out.number}</span> <span>{words.tips(out.tips.length)}</span>{" "}
          {out.case_files.length > 0 && <span class="like">{words.files(out.case_files.length)}</span>}
        </p>
      </div>
      <div class="cell" />
      <div class="cell day soft">{dayWord(out.opened_at.slice(0, 10))}</div>
      <div class="cell who-on">{out.opened_by.name}</div>
    </li>
  );
}

export function IncidentsPage() {
  const words = incidentWords();
  const { loaded } = useLoad(incidentsLoad, "incidents");
  const now = loaded.value;
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
        <ul class="rows">
          {now.value.map((incident) => (
            <Row key={incident.out.id} incident={incident} />
          ))}
        </ul>
      )}
    </Page>
  );
}
