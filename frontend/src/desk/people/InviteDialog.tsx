/** Inviting a person: the link is made, and shown once. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { peopleApi } from "../../api/desk";
import type { OrganisationOut } from "../../api/types";
import { BusyButton } from "../../app/Busy";
import { Dialog } from "../../app/Dialog";
import { peopleWords } from "../../app/i18n/people";
import { announce } from "../../app/notices";
import { formWords } from "./peopleStore";

function Field({ label, hint, children }: { label: string; hint?: string; children: (id: string, hintId: string) => ComponentChildren }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children(id, `${id}-hint`)}
    </div>
  );
}

export interface InviteProps {
  readonly organisations: readonly OrganisationOut[];
  readonly close: () => void;
  readonly done: () => Promise<void>;
}

export function InviteDialog({ organisations, close, done }: InviteProps) {
  const words = peopleWords();
  const desk = organisations.find(({ kind }) => kind === "desk");
  const name = useSignal("");
  const username = useSignal("");
  const organisation = useSignal(desk?.id ?? organisations[0]?.id ?? "");
  const role = useSignal("case_worker");
  const link = useSignal<string | null>(null);
  const error = useSignal<string | null>(null);
  const atDesk = organisation.value === desk?.id;
  const invite = async (): Promise<void> => {
    error.value = null;
    try {
      const made = await peopleApi.invite({
        name: name.value.trim(),
        username: username.value.trim(),
        organisation: organisation.value,
        role: atDesk ? role.value : "partner",
      });
      link.value = new URL(made.path ?? "", location.origin).href;
      await done();
    } catch (fault) {
      error.value = formWords(fault);
    }
  };
  if (link.value !== null) {
    return (
      <Dialog title={words.linkTitle} onClose={close}>
        <p>{words.linkLead}</p>
        <p class="once">{link.value}</p>
        <div class="acts">
          <button type="button" class="btn btn--main" onClick={close}>
            {words.linkSeen}
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.inviteTitle} onClose={close}>
      <p class="small soft">{words.inviteLead}</p>
      <Field label={words.inviteName}>
        {(id) => (
          <input class="input" id={id} maxLength={120} autocomplete="off" value={name.value} onInput={(event) => { name.value = event.currentTarget.value; }} />
        )}
      </Field>
      <Field label={words.inviteUser} hint={words.inviteUserHint}>
        {(id, hint) => (
          <input class="input" id={id} maxLength={64} autocomplete="off" autocapitalize="none" aria-describedby={hint} value={username.value} onInput={(event) => { username.value = event.currentTarget.value; }} />
        )}
      </Field>
      <Field label={words.inviteOrganisation}>
        {(id) => (
          <select class="input" id={id} value={organisation.value} onChange={(event) => { organisation.value = event.currentTarget.value; }}>
            {organisations.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {atDesk && (
        <Field label={words.inviteRole}>
          {(id) => (
            <select class="input" id={id} value={role.value} onChange={(event) => { role.value = event.currentTarget.value; }}>
              <option value="case_worker">{words.case_worker}</option>
              <option value="lead">{words.lead}</option>
            </select>
          )}
        </Field>
      )}
      {error.value !== null && (
        <p class="error" role="alert">
          {error.value}
        </p>
      )}
      <div class="acts">
        <button type="button" class="btn" onClick={close}>
          {words.cancel}
        </button>
        <BusyButton class="btn btn--main" work={invite}>
          {words.inviteSend}
        </BusyButton>
      </div>
    </Dialog>
  );
}

export function OrganisationDialog({ close, done }: Omit<InviteProps, "organisations">) {
  const words = peopleWords();
  const name = useSignal("");
  const short = useSignal("");
  const error = useSignal<string | null>(null);
  const add = async (): Promise<void> => {
    error.value = null;
    try {
      await peopleApi.organisationAdd({ name: name.value.trim(), short: short.value.trim().toUpperCase() });
      await done();
      close();
      announce(words.organisationAdded);
    } catch (fault) {
      error.value = formWords(fault);
    }
  };
  return (
    <Dialog title={words.organisationAdd} onClose={close}>
      <Field label={words.organisationName}>
        {(id) => (
          <input class="input" id={id} maxLength={120} autocomplete="off" value={name.value} onInput={(event) => { name.value = event.currentTarget.value; }} />
        )}
      </Field>
      <Field label={words.organisationShort} hint={words.organisationShortHint}>
        {(id, hint) => (
          <input class="input" id={id} maxLength={3} autocomplete="off" aria-describedby={hint} value={short.value} onInput={(event) => { short.value = event.currentTarget.value; }} />
        )}
      </Field>
      {error.value !== null && (
        <p class="error" role="alert">
          {error.value}
        </p>
      )}
      <div class="acts">
        <button type="button" class="btn" onClick={close}>
          {words.cancel}
        </button>
        <BusyButton class="btn btn--main" work={add}>
          {words.organisationAdd}
        </BusyButton>
      </div>
    </Dialog>
  );
}
