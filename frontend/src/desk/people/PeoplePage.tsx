/** People: who waits to be admitted, the desk, the partners; and, for leads, what can be done. */
import { useSignal } from "@preact/signals";
import { peopleApi } from "../../api/desk";
import type { EpochOut, InvitationOut, OrganisationOut, PersonOut } from "../../api/types";
import { BusyButton } from "../../app/Busy";
import { wordFor } from "../../app/i18n/labels";
import { peopleWords } from "../../app/i18n/people";
import { attempt } from "../../app/notices";
import { here, Page } from "../../app/router";
import { dayWord } from "../../app/time";
import { useLoad } from "../../app/useLoad";
import { isLead, requireMe } from "../../vault/keyring";
import { accessGive, accessMissing, certificateOf, certificatePublish, freshFactor } from "../../vault/leading";
import { AdmitDialog } from "./AdmitDialog";
import { InviteDialog, OrganisationDialog } from "./InviteDialog";
import { DirectoryCard, Epochs } from "./KeysSection";
import { peopleLoad, type PeopleLoaded, type Standing, standing } from "./peopleStore";
import { RemovePerson } from "./RemovePerson";

type Open =
  | { readonly what: "invite" }
  | { readonly what: "organisation" }
  | { readonly what: "admit" | "remove"; readonly person: PersonOut }
  | null;

interface RowProps {
  readonly person: PersonOut;
  readonly epochs: readonly EpochOut[];
  readonly open: (wanted: Open) => void;
  readonly reload: () => Promise<void>;
}

function standingWords(of: Standing): { text: string; looks: string } {
  const words = peopleWords();
  const texts: Readonly<Record<Standing, string>> = {
    admitted: words.admitted,
    no_keys: words.noKeys,
    no_factor: words.noFactor,
    to_admit: words.toAdmit,
    one_of_two: words.oneOfTwo,
    no_access: words.noAccess,
    uncertified: words.uncertified,
    closed: words.closed,
    closed_still: words.closedStill,
  };
  return { text: texts[of], looks: of === "admitted" ? "badge badge--on" : of === "closed_still" ? "badge badge--alarm" : "badge" };
}

function Acts({ person, epochs, open, reload }: RowProps) {
  const words = peopleWords();
  const of = standing(person, epochs);
  const lead = isLead.value;
  const access = (): Promise<unknown> =>
    attempt(async () => {
      await accessGive(person, epochs);
      await reload();
    }, words.accessGiven);
  const certify = (): Promise<unknown> =>
    attempt(async () => {
      if (!(await freshFactor(here.value))) return;
      await certificatePublish(person);
      await reload();
    }, words.certified);
  return (
    <div class="acts">
      {lead && of === "to_admit" && (
        <button type="button" class="btn btn--s" onClick={() => { open({ what: "admit", person }); }}>
          {words.admit}
        </button>
      )}
      {lead && of === "uncertified" && certificateOf(person) !== null && (
        <BusyButton class="btn btn--s" work={certify}>
          {words.certify}
        </BusyButton>
      )}
      {accessMissing(person, epochs).length > 0 && (
        <BusyButton class="btn btn--s" work={access}>
          {words.giveAccess}
        </BusyButton>
      )}
      {lead && of !== "closed" && person.id !== requireMe().user_id && (
        <button type="button" class="btn btn--s" onClick={() => { open({ what: "remove", person }); }}>
          {of === "closed_still" ? words.finishRemoving : words.remove}
        </button>
      )}
    </div>
  );
}

function PeopleTable({ people, label, ...rest }: Omit<RowProps, "person"> & { people: readonly PersonOut[]; label: string }) {
  const words = peopleWords();
  return (
    <table class="table table--list" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            {words.name}
          </th>
          <th role="columnheader" scope="col">
            {words.state}
          </th>
          <th role="columnheader" scope="col">
            <span class="vh">{words.acts}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {people.map((person) => {
          const { text, looks } = standingWords(standing(person, rest.epochs));
          const own = person.id === requireMe().user_id;
          return (
            <tr role="row" key={person.id}>
              <td role="cell">
                <b>{person.name}</b>
                <span class="small soft">
                  {wordFor(words, person.role)} · {person.username}
                  {own ? ` · ${words.you}` : ""}
                </span>
              </td>
              <td role="cell">
                <span class={looks}>{text}</span>
              </td>
              <td role="cell">
                <Acts person={person} {...rest} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Waiting({ people, epochs, open }: { people: readonly PersonOut[]; epochs: readonly EpochOut[]; open: (wanted: Open) => void }) {
  const words = peopleWords();
  const due = people.filter((person) => standing(person, epochs) === "to_admit");
  if (due.length === 0) return null;
  return (
    <section class="notice" aria-labelledby="due">
      <h2 id="due">{words.waiting}</h2>
      <p class="small">{words.waitingLead}</p>
      <ul class="list">
        {due.map((person) => (
          <li key={person.id}>
            <span class="grow">
              <b>{person.name}</b> <span class="small soft">{wordFor(words, person.role)}, {person.organisation.name}</span>
            </span>
            <button type="button" class="btn btn--main btn--s" onClick={() => { open({ what: "admit", person }); }}>
              {words.admit}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Invitations({ invitations, reload }: { invitations: readonly InvitationOut[]; reload: () => Promise<void> }) {
  const words = peopleWords();
  if (invitations.length === 0) return null;
  return (
    <section class="card" aria-labelledby="invitations">
      <h2 id="invitations">{words.invitations}</h2>
      <ul class="list">
        {invitations.map((one) => (
          <li key={one.id}>
            <span class="grow">
              <b>{one.name}</b>
              <br />
              <span class="small soft">
                {wordFor(words, one.role)} · {words.expires(dayWord(one.expires_at.slice(0, 10)))}
              </span>
            </span>
            <BusyButton
              class="btn btn--s"
              work={() =>
                attempt(async () => {
                  await peopleApi.uninvite(one.id);
                  await reload();
                }, words.uninvited)
              }
            >
              {words.uninvite}
            </BusyButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Partners({ organisations, people, ...rest }: Omit<RowProps, "person"> & { organisations: readonly OrganisationOut[]; people: readonly PersonOut[] }) {
  const words = peopleWords();
  return (
    <section class="card" aria-labelledby="partners">
      <div class="head">
        <h2 id="partners">{words.partners}</h2>
        {isLead.value && (
          <button type="button" class="btn btn--s" onClick={() => { rest.open({ what: "organisation" }); }}>
            {words.organisationAdd}
          </button>
        )}
      </div>
      {organisations.length === 0 && <p class="soft">{words.organisationEmpty}</p>}
      {organisations.map((organisation) => {
        const members = people.filter((person) => person.organisation.id === organisation.id);
        return (
          <section class="stack" key={organisation.id}>
            <h3>
              {organisation.name} <span class="badge">{organisation.short}</span>
            </h3>
            {members.length === 0 ? (
              <p class="small soft">{words.noMembers}</p>
            ) : (
              <PeopleTable people={members} label={organisation.name} {...rest} />
            )}
          </section>
        );
      })}
    </section>
  );
}

function Loaded({ loaded, reload, open }: { loaded: PeopleLoaded; reload: () => Promise<void>; open: (wanted: Open) => void }) {
  const words = peopleWords();
  const { people, workers, organisations } = loaded.people;
  const { epochs, invitations } = loaded;
  const rest = { epochs, open, reload };
  const desk = people.filter((person) => person.organisation.kind === "desk");
  return (
    <>
      {isLead.value ? <Waiting people={people} epochs={epochs} open={open} /> : <p class="small soft">{words.onlyLeads}</p>}
      <div class="two">
        <div class="col">
          <section class="card" aria-labelledby="colleagues">
            <h2 id="colleagues">{words.colleagues}</h2>
            <PeopleTable people={desk} label={words.colleagues} {...rest} />
          </section>
          <Partners organisations={organisations.filter(({ kind }) => kind !== "desk")} people={people} {...rest} />
        </div>
        <aside class="col">
          <Invitations invitations={invitations} reload={reload} />
          <Epochs epochs={epochs} reload={reload} />
          <DirectoryCard workers={workers} reload={reload} />
        </aside>
      </div>
    </>
  );
}

export function PeoplePage() {
  const words = peopleWords();
  const { loaded, reload } = useLoad(peopleLoad, "people");
  const dialog = useSignal<Open>(null);
  const close = (): void => {
    dialog.value = null;
  };
  /** A lead's dialogs begin only with a fresh second factor: nothing typed is lost on the way to giving it. */
  const open = (wanted: Open): void => {
    void attempt(async () => {
      if (wanted?.what === "organisation" || (await freshFactor(here.value))) dialog.value = wanted;
    });
  };
  const now = loaded.value;
  const shown = dialog.value;
  const invite = isLead.value && (
    <button type="button" class="btn btn--main" onClick={() => { open({ what: "invite" }); }}>
      {words.invite}
    </button>
  );
  return (
    <Page title={words.title} beside={invite}>
      {now.state === "loading" && <p role="status">…</p>}
      {now.state === "failed" && (
        <p class="error" role="alert">
          {now.why}
        </p>
      )}
      {now.state === "ready" && <Loaded loaded={now.value} reload={reload} open={open} />}
      {now.state === "ready" && shown !== null && (
        <>
          {shown.what === "invite" && <InviteDialog organisations={now.value.people.organisations} close={close} done={reload} />}
          {shown.what === "organisation" && <OrganisationDialog close={close} done={reload} />}
          {shown.what === "admit" && <AdmitDialog person={shown.person} epochs={now.value.epochs} close={close} done={reload} />}
          {shown.what === "remove" && <RemovePerson person={shown.person} close={close} done={reload} />}
        </>
      )}
    </Page>
  );
}
