/** Joining a tip to an open incident, or opening a new one; titles are opened here, in the browser. */
import { useSignal } from "@preact/signals";
import { BusyButton } from "../../app/Busy";
import { Dialog } from "../../app/Dialog";
import { tipWords } from "../../app/i18n/tip";
import { attempt } from "../../app/notices";
import { dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import { incidentJoin, incidentMake, incidentsLoad, type OpenedIncident } from "../incidentStore";

export interface JoinProps {
  readonly id: string;
  readonly title: string;
  readonly close: () => void;
  readonly joined: () => Promise<unknown>;
}

const NEW = "new";

function Choice({ incident, chosen, choose }: { incident: OpenedIncident; chosen: boolean; choose: () => void }) {
  const words = tipWords();
  const { out, content } = incident;
  return (
    <label class="choice">
      <input type="radio" name="incident" checked={chosen} disabled={content === null} onChange={choose} />
      <span>
        {content === null ? words.joinShut : content.title}
        <br />
        <span class="small soft">
          {out.number} · {words.joinTips(out.tips.length)} · {words.joinOpened(dayWord(out.opened_at.slice(0, 10)))} ·{" "}
          {content === null ? words.joinRestrictedShut : out.opened_by.name}
        </span>
      </span>
    </label>
  );
}

export function JoinDialog({ id, title, close, joined }: JoinProps) {
  const words = tipWords();
  const { loaded } = useLoad(incidentsLoad, id);
  const chosen = useSignal(NEW);
  const name = useSignal(title);
  const error = useSignal<string | null>(null);
  const now = loaded.value;
  const open = now.state === "ready" ? now.value.filter(({ out }) => out.state !== "closed" && !out.tips.includes(id)) : [];

  const join = async (): Promise<void> => {
    const incident = open.find(({ out }) => out.id === chosen.value);
    if (incident === undefined && name.value.trim() === "") {
      error.value = words.joinNameMissing;
      return;
    }
    const done = await attempt(async () => {
      if (incident === undefined) await incidentMake(name.value.trim(), [id]);
      else if (incident.content !== null) await incidentJoin({ out: incident.out, content: incident.content }, id);
      await joined();
    }, words.joined);
    if (done) close();
  };

  return (
    <Dialog title={words.joinTitle} onClose={close}>
      <p class="small soft">{words.joinLead}</p>
      {now.state === "loading" && <p role="status">…</p>}
      {now.state === "failed" && <p class="error">{now.why}</p>}
      {now.state === "ready" && (
        <div class="stack">
          {open.map((incident) => (
            <Choice
              key={incident.out.id}
              incident={incident}
              chosen={chosen.value === incident.out.id}
              choose={() => { chosen.value = incident.out.id; }}
            />
          ))}
          <label class="choice">
            <input type="radio" name="incident" checked={chosen.value === NEW} onChange={() => { chosen.value = NEW; }} />
            <span>{words.joinNew}</span>
          </label>
          {chosen.value === NEW && (
            <div class="field">
              <label for="incident-name">{words.joinName}</label>
              <p class="hint" id="incident-hint">
                {words.joinNameHint}
              </p>
              <input
                class="input"
                id="incident-name"
                maxLength={120}
                autocomplete="off"
                value={name.value}
                aria-invalid={error.value !== null}
                aria-describedby="incident-hint"
                onInput={(event) => { name.value = event.currentTarget.value; }}
              />
              {error.value !== null && (
                <p class="error" role="alert">
                  {error.value}
                </p>
              )}
            </div>
          )}
        </div>
      )}
      <div class="acts">
        <button type="button" class="btn" onClick={close}>
          {words.joinNo}
        </button>
        <BusyButton class="btn btn--main" work={join} busy={words.joining} disabled={now.state !== "ready"}>
          {words.joinYes}
        </BusyButton>
      </div>
    </Dialog>
  );
}
