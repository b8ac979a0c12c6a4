/** Everybody with a key, held against the verified directory: the server's word alone admits nobody. */
import { peopleApi } from "../../api/desk";
import { Problem } from "../../api/problem";
import type { EpochOut, InvitationOut, PeopleOut, PersonOut } from "../../api/types";
import { peopleWords } from "../../app/i18n/people";
import { errorWords } from "../../app/notices";
import { equalBytes } from "../../sealing/bytes";
import { b64Encode } from "../../sealing/encoding";
import { hexOf } from "../../vault/ids";
import { isLead, requireDesk, requireVault } from "../../vault/keyring";
import { accessMissing, certificateOf, endorsersOf, othersNeeded } from "../../vault/leading";

export interface PeopleLoaded {
  readonly people: PeopleOut;
  readonly epochs: readonly EpochOut[];
  readonly invitations: readonly InvitationOut[];
}

/** @throws Problem, VaultClosed */
export async function peopleLoad(): Promise<PeopleLoaded> {
  const [people, epochs, invitations] = await Promise.all([
    peopleApi.people(),
    peopleApi.epochs(),
    isLead.value ? peopleApi.invitations() : Promise.resolve([]),
  ]);
  return { people, epochs, invitations };
}

export type Standing =
  | "admitted"
  | "no_keys"
  | "no_factor"
  | "to_admit"
  | "one_of_two"
  | "no_access"
  | "uncertified"
  | "closed"
  | "closed_still";

/** Whether the verified directory has this person with exactly the keys that the server names. */
export function listed(person: PersonOut): boolean {
  const found = requireDesk().people.find(({ user }) => user === hexOf(person.id));
  return found !== undefined && b64Encode(found.signKey) === person.sign_key && b64Encode(found.sealKey) === person.seal_key;
}

export function standing(person: PersonOut, epochs: readonly EpochOut[]): Standing {
  const inDirectory = requireDesk().people.some(({ user }) => user === hexOf(person.id));
  if (!person.active) return inDirectory ? "closed_still" : "closed";
  if (!person.second_factor) return "no_factor";
  if (person.sign_key === null || person.seal_key === null) return "no_keys";
  if (listed(person)) {
    if (person.role === "lead" && certificateOf(person) !== null && !isCertified(person)) return "uncertified";
    return accessMissing(person, epochs).length > 0 ? "no_access" : "admitted";
  }
  const { signKey } = requireVault();
  if (person.role === "lead" && certificateOf(person) === null) return "uncertified";
  const vouched = endorsersOf(person).some(({ key }) => equalBytes(key, signKey.publicKey));
  return vouched && othersNeeded(person) > 0 ? "one_of_two" : "to_admit";
}

function isCertified(person: PersonOut): boolean {
  return requireDesk().leads.some(({ user }) => user === hexOf(person.id));
}

/** The sentence for what the server did not accept in a form of this page. */
export function formWords(error: unknown): string {
  const words = peopleWords();
  const known: Readonly<Record<string, string>> = {
    taken: words.taken,
    username: words.badUser,
    name: words.badName,
    short: words.badShort,
    role: words.badRole,
  };
  const own = error instanceof Problem ? known[error.code] : undefined;
  return own ?? errorWords(error);
}
