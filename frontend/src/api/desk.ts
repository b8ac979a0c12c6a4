/** The desk's own endpoints. */
import { ask, askMaybe } from "./client";
import type {
  AccessOut,
  ApprovalIn,
  CaseFileOut,
  CaseFileRow,
  DirectoryIn,
  DirectoryKind,
  DirectoryOut,
  DraftIn,
  DraftOut,
  EndorsementOut,
  EpochIn,
  EpochOut,
  EpochWrapsIn,
  InboxOut,
  IncidentChangeIn,
  IncidentIn,
  IncidentOut,
  InvitationIn,
  InvitationOut,
  MarkOut,
  OrganisationIn,
  OrganisationOut,
  PeopleOut,
  ReplyIn,
  RevisionIn,
  TipOut,
  Uuid,
} from "./types";

const post = <Answer>(path: string, body?: unknown) => ask<Answer>(path, { method: "POST", body: body ?? {} });

export const peopleApi = {
  epochs: () => ask<readonly EpochOut[]>("epochs"),
  epochMake: (body: EpochIn) => post<unknown>("epochs", body),
  epochWraps: (id: Uuid, body: EpochWrapsIn) => post<unknown>(`epochs/${id}/wraps`, body),
  directoryPublish: (kind: DirectoryKind, body: DirectoryIn) => post<DirectoryOut>(`directory-versions/${kind}`, body),
  people: () => ask<PeopleOut>("people"),
  organisationAdd: (body: OrganisationIn) => post<OrganisationOut>("organisations", body),
  invitations: () => ask<readonly InvitationOut[]>("invitations"),
  invite: (body: InvitationIn) => post<InvitationOut>("invitations", body),
  uninvite: (id: Uuid) => ask<unknown>(`invitations/${id}`, { method: "DELETE" }),
  endorse: (id: Uuid, body: EndorsementOut) => post<unknown>(`people/${id}/endorsements`, body),
  deactivate: (id: Uuid) => post<unknown>(`people/${id}/deactivate`),
};

export const tipsApi = {
  inbox: () => ask<InboxOut>("tips"),
  mark: () => ask<MarkOut>("tips/mark", { poll: true }),
  tip: (id: Uuid) => ask<TipOut>(`tips/${id}`),
  take: (id: Uuid, take: boolean) => post<unknown>(`tips/${id}/take`, { take }),
  lane: (id: Uuid, lane: "urgent" | "normal" | "noise") => post<unknown>(`tips/${id}/lane`, { lane }),
  state: (id: Uuid, state: "set_aside" | "triaged") => post<unknown>(`tips/${id}/state`, { state }),
  seen: (id: Uuid) => post<unknown>(`tips/${id}/seen`),
  reply: (id: Uuid, body: ReplyIn) => post<unknown>(`tips/${id}/replies`, body),
  remove: (id: Uuid) => ask<unknown>(`tips/${id}`, { method: "DELETE" }),
};

export const draftsApi = {
  get: (about: Uuid) => askMaybe<DraftOut>(`drafts/${about}`),
  put: (about: Uuid, body: DraftIn) => ask<unknown>(`drafts/${about}`, { method: "PUT", body }),
  drop: (about: Uuid) => askMaybe<unknown>(`drafts/${about}`, { method: "DELETE" }),
};

export const incidentsApi = {
  list: () => ask<readonly IncidentOut[]>("incidents"),
  make: (body: IncidentIn) => post<IncidentOut>("incidents", body),
  get: (id: Uuid) => ask<IncidentOut>(`incidents/${id}`),
  change: (id: Uuid, body: IncidentChangeIn) => ask<IncidentOut>(`incidents/${id}`, { method: "PUT", body }),
  state: (id: Uuid, state: "open" | "watching" | "closed") => post<unknown>(`incidents/${id}/state`, { state }),
};

export const caseFilesApi = {
  list: () => ask<readonly CaseFileRow[]>("case-files"),
  make: (incident: Uuid) => post<CaseFileRow>("case-files", { incident }),
  get: (id: Uuid) => ask<CaseFileOut>(`case-files/${id}`),
  revise: (id: Uuid, body: RevisionIn) => post<unknown>(`case-files/${id}/revisions`, body),
  giveBack: (id: Uuid) => post<unknown>(`case-files/${id}/return`),
  approve: (id: Uuid, body: ApprovalIn) => post<unknown>(`case-files/${id}/approve`, body),
  remove: (id: Uuid) => ask<unknown>(`case-files/${id}`, { method: "DELETE" }),
  recall: (release: Uuid) => post<unknown>(`releases/${release}/recall`),
  accesses: (release: Uuid) => ask<readonly AccessOut[]>(`releases/${release}/accesses`),
};
