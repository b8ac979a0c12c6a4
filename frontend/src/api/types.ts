/**
 * What the staff API says and hears, by the names of `vault/schemas.py` and `incidents/desk/schemas.py`. The shapes come
 * from `schema.ts`, which `make api` generates from docs/openapi.json.
 * Bytes travel as base64url without padding, ids as UUIDs, days as `YYYY-MM-DD`.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Uuid = string;
export type Day = string;
export type B64 = string;
export type Role = "case_worker" | "lead" | "partner";
export type DirectoryKind = "public" | "desk";

export type OrganisationOut = Schemas["OrganisationOut"];
export type MeOut = Schemas["MeOut"];
export type VaultOut = Schemas["VaultOut"];
export type VaultIn = Schemas["VaultIn"];
export type HalfKeyOut = Schemas["HalfKeyOut"];
export type SignatureIn = Schemas["SignatureIn"];
export type DirectoryIn = Schemas["DirectoryIn"];
export type DirectoryOut = Schemas["DirectoryOut"];
export type EpochOut = Schemas["EpochOut"];
export type KeyWrapIn = Schemas["KeyWrapIn"];
export type EpochIn = Schemas["EpochIn"];
export type EpochWrapsIn = Schemas["EpochWrapsIn"];
export type EndorsementOut = Schemas["EndorsementOut"];
export type PersonOut = Schemas["PersonOut"];
export type WorkerOut = Schemas["WorkerOut"];
export type PeopleOut = Schemas["PeopleOut"];
export type OrganisationIn = Schemas["OrganisationIn"];
export type InvitationIn = Schemas["InvitationIn"];
export type InvitationOut = Schemas["InvitationOut"];
export type ProblemOut = Schemas["ProblemOut"];
export type PersonRef = Schemas["PersonRef"];
export type SealedOut = Schemas["SealedOut"];
export type SealedIn = Schemas["SealedIn"];
export type TipRow = Schemas["TipRow"];
export type InboxOut = Schemas["InboxOut"];
export type MarkOut = Schemas["MarkOut"];
export type MessageOut = Schemas["MessageOut"];
export type TipOut = Schemas["TipOut"];
export type ReplyIn = Schemas["ReplyIn"];
export type DraftIn = Schemas["DraftIn"];
export type DraftOut = Schemas["DraftOut"];
export type IncidentOut = Schemas["IncidentOut"];
export type IncidentIn = Schemas["IncidentIn"];
export type IncidentChangeIn = Schemas["IncidentChangeIn"];
export type ReleaseOut = Schemas["ReleaseOut"];
export type CaseFileRow = Schemas["CaseFileRow"];
export type PdfOut = Schemas["PdfOut"];
export type RevisionOut = Schemas["RevisionOut"];
export type CaseFileOut = Schemas["CaseFileOut"];
export type RevisionIn = Schemas["RevisionIn"];
export type PdfWrapIn = Schemas["PdfWrapIn"];
export type ApprovalIn = Schemas["ApprovalIn"];
export type AccessOut = Schemas["AccessOut"];
