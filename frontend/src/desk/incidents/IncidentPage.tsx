/** One incident: its sealed note, the tips that tell of it, its state, and its case files. */
import { useSignal } from "@preact/signals";
import { caseFilesApi, incidentsApi } from "../../api/desk";
import { BusyButton } from "../../app/Busy";
import { NotFound } from "../../app/gate/Warned";
import { caseFileWords } from "../../app/i18n/casefile";
import { incidentWords } from "../../app/i18n/incidents";
import { wordFor } from "../../app/i18n/labels";
import { alarm, attempt } from "../../app/notices";
import { href, navigate, Page } from "../../app/router";
import { dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import type { IncidentContent } from "../contents";
import { tipNumber } from "../tip/tipStore";
import { incidentChange, incidentLoad, type LoadedIncident, otherTips, tipTitle } from "./incidentPageStore";

const STATES = ["open", "watching", "closed"] as const;

interface PartProps {
  readonly incident: LoadedIncident;
  readonly content: IncidentContent;
  readonly reload: () => Promise<void>;
}

function Note({ incident, content, reload }: PartProps) {
  const words = incidentWords();
  const title = useSignal(content.title);
  const note = useSignal(content.note);
  const error = useSignal(false);
  const save = async (): Promise<void> => {
    error.value = title.value.trim() === "";
    if (error.value) return;
    await attempt(async () => {
      await incidentChange(incident.out.id, { ...content, title: title.value.trim(), note: note.value }, incident.out.tips);
      await reload();
    }, words.saved);
  };
  return (
    <section class="card" aria-labelledby="note-h">
      <h2 id="note-h">{words.note}</h2>
      <div class="field">
        <label for="title">{words.name}</label>
        <p class="hint" id="title-hint">
          {words.nameHint}
        </p>
        <input
          class="input"
          id="title"
          maxLength={120}
          autocomplete="off"
          aria-describedby="title-hint"
          aria-invalid={error.value}
          value={title.value}
          onInput={(event) => { title.value = event.currentTarget.value; }}
        />
        {error.value && (
          <p class="error" role="alert">
            {words.nameMissing}
          </p>
        )}
      </div>
      <div class="field">
        <label for="note">{words.note}</label>
        <p class="hint" id="note-hint">
          {words.noteHint}
        </p>
        <textarea
          class="input"
          id="note"
          rows={6}
          aria-describedby="note-hint"
          value={note.value}
          onInput={(event) => { note.value = event.currentTarget.value; }}
        />
      </div>
      <div class="acts">
        <BusyButton work={save} busy={words.saving}>
          {words.save}
        </BusyButton>
      </div>
    </section>
  );
}

function Tips({ incident, content, reload }: PartProps) {
  const words = incidentWords();
  const chosen = useSignal("");
  const { id, tips } = incident.out;
  const others = otherTips(tips);
  const add = async (): Promise<void> => {
    if (chosen.value === "") {
      alarm(words.addChoose);
      return;
    }
    await attempt(async () => {
      await incidentChange(id, content, [...tips, chosen.value]);
      chosen.value = "";
      await reload();
    }, words.added);
  };
  const remove = (tip: string): Promise<unknown> =>
    attempt(async () => {
      await incidentChange(id, content, tips.filter((one) => one !== tip));
      await reload();
    }, words.removed);
  return (
    <section class="card" aria-labelledby="tips-h">
      <h2 id="tips-h">{words.tipsTitle}</h2>
      <ul class="list">
        {tips.map((tip) => {
          const title = tipTitle(tip) === "" ? words.tipShut : tipTitle(tip);
          return (
            <li key={tip}>
              <div class="grow">
                <a href={href(`tips/${tip}/`)}>{title}</a> <span class="small soft">{tipNumber(tip)}</span>
              </div>
              {tips.length > 1 && (
                <BusyButton class="btn btn--s" work={() => remove(tip)}>
                  <span aria-hidden="true">{words.remove}</span>
                  <span class="vh">{words.removeOf(title)}</span>
                </BusyButton>
              )}
            </li>
          );
        })}
      </ul>
      {tips.length === 1 && <p class="small soft">{words.last}</p>}
      {others.length === 0 ? (
        <p class="small soft">{words.addNone}</p>
      ) : (
        <div class="field">
          <label for="add-tip">{words.add}</label>
          <div class="with-button">
            <select class="input" id="add-tip" value={chosen.value} onChange={(event) => { chosen.value = event.currentTarget.value; }}>
              <option value="">{words.addChoose}</option>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.title}
                </option>
              ))}
            </select>
            <BusyButton work={add}>{words.addGo}</BusyButton>
          </div>
        </div>
      )}
    </section>
  );
}

function Beside({ incident, reload }: Omit<PartProps, "content">) {
  const words = incidentWords();
  const { id, state } = incident.out;
  const change = (wanted: (typeof STATES)[number]): Promise<unknown> =>
    attempt(async () => {
      await incidentsApi.state(id, wanted);
      await reload();
    }, words.stateSaved);
  const write = (): Promise<unknown> =>
    attempt(async () => {
      const made = await caseFilesApi.make(id);
      navigate(`case-files/${made.id}/redact/`);
    });
  return (
    <aside class="col">
      <section class="stack">
        {state === "closed" ? (
          <p class="small soft">{words.closedNote}</p>
        ) : (
          <BusyButton class="btn btn--main" work={write} busy={words.writing}>
            {words.write}
          </BusyButton>
        )}
      </section>
      <section class="stack">
        <h3>{words.caseFiles}</h3>
        {incident.caseFiles.length === 0 ? (
          <p class="small soft">{words.noCaseFiles}</p>
        ) : (
          <ul class="list">
            {incident.caseFiles.map((row) => (
              <li key={row.id}>
                <div class="grow">
                  <a href={href(`case-files/${row.id}/`)}>{row.number}</a>{" "}
                  <span class="small soft">{wordFor(caseFileWords(), row.release_state ?? row.state)}</span>
                </div>
              </li>
            ))}
          </ul>
        )}
      </section>
      <fieldset class="stack">
        <legend class="small-legend">{words.state}</legend>
        {STATES.map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="state" checked={state === one} onChange={() => void change(one)} />
            <span>{words[one]}</span>
          </label>
        ))}
      </fieldset>
    </aside>
  );
}

function Above({ number }: { readonly number: string }) {
  return (
    <p class="small">
      <a href={href("incidents/")}>{incidentWords().title}</a> <span class="soft">/ {number}</span>
    </p>
  );
}

export function IncidentPage({ id }: { readonly id: string }) {
  const words = incidentWords();
  const { loaded, reload } = useLoad(() => incidentLoad(id), id);
  const now = loaded.value;
  if (now.state === "loading") {
    return (
      <Page title={words.title}>
        <p role="status">{words.loading}</p>
      </Page>
    );
  }
  if (now.state === "failed") {
    if (now.missing) return <NotFound />;
    return (
      <Page title={words.title}>
        <p class="error" role="alert">
          {now.why}
        </p>
      </Page>
    );
  }
  const incident = now.value;
  const { out, content } = incident;
  const under = (
    <div class="acts">
      <span class={out.state === "closed" ? "badge" : "badge badge--on"}>{wordFor(words, out.state)}</span>
      <span class="small soft">
        {words.tips(out.tips.length)} · {words.openedBy(out.opened_by.name, dayWord(out.opened_at.slice(0, 10)))}
      </span>
    </div>
  );
  return (
    <Page title={content?.title ?? words.shut} above={<Above number={out.number} />} under={under}>
      <div class="two">
        <div class="col">
          {content === null ? (
            <p class="narrow">{words.shutWhy}</p>
          ) : (
            <>
              <Tips incident={incident} content={content} reload={reload} />
              <Note key={out.content?.id} incident={incident} content={content} reload={reload} />
            </>
          )}
        </div>
        <Beside incident={incident} reload={reload} />
      </div>
    </Page>
  );
}
