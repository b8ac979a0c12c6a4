/**
 * What the staff APIs say and hear, by the names of the server's schemas; the shapes come from the OpenAPI document
 * (`npm run api-types`). Bytes travel as base64url without padding.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];

/** An id as the API writes it, with hyphens. */
export type Uuid = string;
/** `YYYY-MM-DD`. */
export type Day = string;
/** base64url without padding. */
export type B64 = string;

export type Role = "case_worker" | "lead" | "partner";
export type DirectoryKind = Schemas["DirectoryKind"];

export type AccessOut = Schemas["AccessOut"];
export type ApprovalIn = Schemas["ApprovalIn"];
export type CaseFileOut = Schemas["CaseFileOut"];
export type CaseFileRow = Schemas["CaseFileRow"];
export type DirectoryIn = Schemas["DirectoryIn"];
export type DirectoryOut = Schemas["DirectoryOut"];
export type DraftIn = Schemas["DraftIn"];
export type DraftOut = Schemas["DraftOut"];
export type EndorsementOut = Schemas["EndorsementOut"];
export type EpochIn = Schemas["EpochIn"];
export type EpochOut = Schemas["EpochOut"];
export type EpochWrapsIn = Schemas["EpochWrapsIn"];
export type HalfKeyOut = Schemas["HalfKeyOut"];
export type InboxOut = Schemas["InboxOut"];
export type IncidentChangeIn = Schemas["IncidentChangeIn"];
export type IncidentIn = Schemas["IncidentIn"];
export type IncidentOut = Schemas["IncidentOut"];
export type InvitationIn = Schemas["InvitationIn"];
export type InvitationOut = Schemas["InvitationOut"];
export type KeyWrapIn = Schemas["KeyWrapIn"];
export type MarkOut = Schemas["MarkOut"];
export type MeOut = Schemas["MeOut"];
export type MessageOut = Schemas["MessageOut"];
export type OrganisationIn = Schemas["OrganisationIn"];
export type OrganisationOut = Schemas["OrganisationOut"];
export type PdfOut = Schemas["PdfOut"];
export type PdfWrapIn = Schemas["PdfWrapIn"];
export type PeopleOut = Schemas["PeopleOut"];
export type PersonOut = Schemas["PersonOut"];
export type PersonRef = Schemas["PersonRef"];
export type ProblemOut = Schemas["ProblemOut"];
export type ReleaseFull = Schemas["ReleaseFull"];
export type ReleaseOut = Schemas["ReleaseOut"];
export type ReleaseRow = Schemas["ReleaseRow"];
export type ReplyIn = Schemas["ReplyIn"];
export type RevisionIn = Schemas["RevisionIn"];
export type RevisionOut = Schemas["RevisionOut"];
export type SealedIn = Schemas["SealedIn"];
export type SealedOut = Schemas["SealedOut"];
export type SealedPdf = Schemas["SealedPdf"];
export type SignatureIn = Schemas["SignatureIn"];
export type TipOut = Schemas["TipOut"];
export type TipRow = Schemas["TipRow"];
export type VaultIn = Schemas["VaultIn"];
export type VaultOut = Schemas["VaultOut"];
export type WorkerOut = Schemas["WorkerOut"];
