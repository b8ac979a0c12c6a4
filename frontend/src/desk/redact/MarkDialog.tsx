/** One mark: what it is, why it is there, which writings it hides; or that it need not be there. */
import { useSignal } from "@preact/signals";
import { Dialog } from "../../app/Dialog";
import { redactWords } from "../../app/i18n/redact";
import { usualReasons } from "./beginning";
import { groupChange, groupsJoin, valueDrop } from "./groups";
import { labelOf, LABELS } from "./markWords";
import type { RedactStore } from "./store";
import { groupName, labelWord } from "./words";
import type { Group } from "./work";

export interface MarkDialogProps {
  readonly store: RedactStore;
  readonly group: Group;
  readonly close: () => void;
}

export function MarkDialog({ store, group, close }: MarkDialogProps) {
  const words = redactWords();
  const label = useSignal(group.label);
  const same = useSignal("");
  const reason = useSignal(group.reason);
  const work = store.work.value;
  const now = work.groups.find(({ id }) => id === group.id) ?? group;
  const others = work.groups.filter(({ id, label: other, state }) => id !== group.id && other === label.value && state === "out");
  const save = (): void => {
    store.change((before) => {
      const changed = groupChange(before.groups, group.id, { label: label.value, reason: reason.value.trim(), state: "out" });
      return { ...before, groups: same.value === "" ? changed : groupsJoin(changed, same.value, group.id) };
    });
    close();
  };
  const keep = (): void => {
    store.change((before) => ({ ...before, groups: groupChange(before.groups, group.id, { state: "off" }) }));
    store.said.value = words.keptReadable(group.values[0] ?? "");
    close();
  };
  const drop = (value: string): void => {
    store.change((before) => ({ ...before, groups: valueDrop(before.groups, group.id, value) }));
  };
  return (
    <Dialog title={now.state === "ask" ? words.markAsk : words.markTitle(groupName(now, work))} onClose={close}>
      <div class="field">
        <p class="small soft" id="writings">
          {words.writings}
        </p>
        <ul class="list" aria-labelledby="writings">
          {now.values.map((value) => (
            <li key={value}>
              <b class="grow">{value}</b>
              {now.values.length > 1 && (
                <button type="button" class="btn btn--s" aria-label={words.dropWriting(value)} onClick={() => { drop(value); }}>
                  ×
                </button>
              )}
            </li>
          ))}
        </ul>
      </div>
      <div class="field">
        <label for="mark-label">{words.label}</label>
        <select
          class="input"
          id="mark-label"
          value={label.value}
          onChange={(event) => {
            label.value = labelOf(event.currentTarget.value);
            same.value = "";
          }}
        >
          {LABELS.map((one) => (
            <option key={one} value={one}>
              {labelWord(one)}
            </option>
          ))}
        </select>
      </div>
      {others.length > 0 && (
        <div class="field">
          <label for="mark-same">{words.same}</label>
          <select class="input" id="mark-same" value={same.value} onChange={(event) => { same.value = event.currentTarget.value; }}>
            <option value="">{words.sameNone}</option>
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {groupName(one, work)}: {one.values[0]}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="field">
        <label for="mark-reason">{words.reason}</label>
        <p class="hint" id="mark-hint">
          {words.reasonHint}
        </p>
        <input
          class="input"
          id="mark-reason"
          list="mark-reasons"
          maxLength={200}
          autocomplete="off"
          aria-describedby="mark-hint"
          value={reason.value}
          onInput={(event) => { reason.value = event.currentTarget.value; }}
        />
        <datalist id="mark-reasons">
          {usualReasons().map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </div>
      <div class="acts">
        <button type="button" class="btn btn--bare" onClick={close}>
          {words.cancel}
        </button>
        <button type="button" class="btn" onClick={keep}>
          {words.keepReadable}
        </button>
        <button type="button" class="btn btn--main" onClick={save}>
          {now.state === "ask" ? words.redact : words.save}
        </button>
      </div>
    </Dialog>
  );
}
