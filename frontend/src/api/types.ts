/**
 * What the staff API says and hears: the same names as in `vault/schemas.py` and `incidents/desk/schemas.py`.
 * Bytes travel as base64url without padding, ids as UUIDs, days as `YYYY-MM-DD`.
 */
export type Uuid = string;
export type Day = string;
export type B64 = string;

export type Role = "case_worker" | "lead" | "partner";

export interface OrganisationOut {
  readonly id: Uuid;
  readonly kind: string;
  readonly name: string;
  readonly short: string;
}

export interface MeOut {
  readonly user_id: Uuid;
  readonly name: string;
  readonly username: string;
  readonly role: string;
  readonly organisation: OrganisationOut;
  readonly language: string;
  readonly session_id: string;
  readonly has_vault: boolean;
  readonly admitted: boolean;
  readonly demo: boolean;
  readonly idle_seconds: number;
  readonly step_up_seconds: number;
  readonly desk_name: string;
  readonly root_key: B64;
  /** Drawn once for the desk's life; a lead's browser puts it into the first public directory. */
  readonly receipt_salt: B64;
}

export interface VaultOut {
  readonly blob: B64;
}

export interface VaultIn {
  readonly blob: B64;
  readonly seal_key: B64;
  readonly sign_key: B64;
}

export interface HalfKeyOut {
  readonly half_key: B64;
}

export interface SignatureIn {
  readonly key: B64;
  readonly sig: B64;
}

export type DirectoryKind = "public" | "desk";

export interface DirectoryIn {
  readonly body: B64;
  readonly signatures: readonly SignatureIn[];
}

export interface DirectoryOut extends DirectoryIn {
  readonly kind: string;
  readonly serial: number;
  readonly sha256: string;
}

export interface EpochOut {
  readonly id: Uuid;
  readonly key_id: B64;
  readonly seal_key: B64;
  readonly accept_from: Day;
  readonly accept_until: Day;
  readonly destroy_on: Day;
  readonly wrap: B64 | null;
  readonly holders: readonly B64[];
}

export interface KeyWrapIn {
  readonly key_id: B64;
  readonly wrap: B64;
}

export interface EpochIn {
  readonly id: Uuid;
  readonly wraps: readonly KeyWrapIn[];
  readonly public_directory: DirectoryIn;
  readonly desk_directory: DirectoryIn;
}

export interface EpochWrapsIn {
  readonly wraps: readonly KeyWrapIn[];
}

export interface EndorsementOut {
  readonly entry: B64;
  readonly key: B64;
  readonly sig: B64;
}

export interface PersonOut {
  readonly id: Uuid;
  readonly name: string;
  readonly username: string;
  readonly role: string;
  readonly organisation: OrganisationOut;
  readonly active: boolean;
  readonly second_factor: boolean;
  readonly seal_key: B64 | null;
  readonly sign_key: B64 | null;
  readonly admitted: boolean;
  readonly endorsements: readonly EndorsementOut[];
  readonly certificate: B64 | null;
  readonly certificate_sig: B64 | null;
}

export interface WorkerOut {
  readonly id: Uuid;
  readonly seal_key: B64;
  readonly sign_key: B64;
  readonly entry: B64;
  readonly endorsements: readonly SignatureIn[];
  readonly seen_at: string | null;
}

export interface PeopleOut {
  readonly people: readonly PersonOut[];
  readonly workers: readonly WorkerOut[];
  readonly organisations: readonly OrganisationOut[];
}

export interface OrganisationIn {
  readonly name: string;
  readonly short: string;
}

export interface InvitationIn {
  readonly role: string;
  readonly organisation: Uuid;
  readonly name: string;
  readonly username: string;
}

export interface InvitationOut extends InvitationIn {
  readonly id: Uuid;
  readonly expires_at: string;
  readonly path: string | null;
}

export interface ProblemOut {
  readonly code: string;
  readonly message: string;
}

export interface PersonRef {
  readonly id: Uuid;
  readonly name: string;
}

export interface SealedOut {
  readonly id: Uuid;
  readonly epoch: Uuid;
  readonly envelope: B64;
  readonly wrap: B64 | null;
  readonly maker: B64 | null;
  readonly signature: B64 | null;
}

export interface SealedIn {
  readonly id: Uuid;
  readonly epoch: Uuid;
  readonly envelope: B64;
  readonly wrap: B64;
  readonly maker: B64;
  readonly signature: B64;
}

export interface TipRow {
  readonly id: Uuid;
  readonly state: string;
  readonly analysis: string;
  readonly lane: string;
  readonly day: Day;
  readonly urgent_hours: number | null;
  readonly urgent_answered: boolean;
  readonly sealed_by: string;
  readonly assigned_to: PersonRef | null;
  readonly messages: number;
  readonly unseen: number;
  readonly awaits_answer: boolean;
  readonly incidents: readonly Uuid[];
  readonly index: SealedOut | null;
}

export interface InboxOut {
  readonly rows: readonly TipRow[];
  readonly worker_silent: boolean;
  readonly mark: string;
}

export interface MarkOut {
  readonly mark: string;
  readonly worker_silent: boolean;
  readonly urgent_open: number;
}

export interface MessageOut {
  readonly direction: number;
  readonly seq: number;
  readonly day: Day;
  readonly sealed_by: string;
  readonly seen: boolean;
  readonly author: PersonRef | null;
  readonly in_mailbox: boolean;
  readonly sealed: SealedOut;
}

export interface TipOut {
  readonly row: TipRow;
  readonly sealed: SealedOut;
  readonly triage: SealedOut | null;
  readonly messages: readonly MessageOut[];
  readonly mailbox_open: boolean;
}

export interface ReplyIn {
  readonly seq: number;
  readonly sealed: SealedIn;
  readonly mailbox_key_id: B64;
  readonly mailbox_wrap: B64;
}

export interface DraftIn {
  readonly id: Uuid;
  readonly envelope: B64;
  readonly key_id: B64;
  readonly wrap: B64;
}

export interface DraftOut {
  readonly id: Uuid;
  readonly about: Uuid;
  readonly envelope: B64;
  readonly wrap: B64;
  readonly changed_at: string;
}

export interface IncidentOut {
  readonly id: Uuid;
  readonly number: string;
  readonly state: string;
  readonly opened_at: string;
  readonly opened_by: PersonRef;
  readonly tips: readonly Uuid[];
  readonly content: SealedOut | null;
  readonly case_files: readonly Uuid[];
}

export interface IncidentIn {
  readonly id: Uuid;
  readonly tips: readonly Uuid[];
  readonly content: SealedIn;
}

export interface IncidentChangeIn {
  readonly tips: readonly Uuid[];
  readonly content: SealedIn;
}

export interface ReleaseOut {
  readonly id: Uuid;
  readonly state: string;
  readonly approver: PersonRef;
  readonly approved_at: string;
  readonly expires: Day;
  readonly s2: B64;
  readonly s2_key: B64;
  readonly s2_signature: B64;
  readonly countersigned_by: string | null;
  readonly countersignature: B64 | null;
  readonly recalled_at: string | null;
}

export interface CaseFileRow {
  readonly id: Uuid;
  readonly number: string;
  readonly state: string;
  readonly incident: Uuid;
  readonly author: PersonRef;
  readonly created_at: string;
  readonly revision: number;
  readonly tlp: string | null;
  readonly failure: string;
  readonly organisations: readonly Uuid[];
  readonly release_state: string | null;
  readonly expires: Day | null;
}

export interface PdfOut {
  readonly organisation: Uuid;
  readonly copy_id: string;
  readonly sealed: SealedOut;
}

export interface RevisionOut {
  readonly number: number;
  readonly tlp: string;
  readonly author: PersonRef;
  readonly signed_at: string;
  readonly source: SealedOut;
  readonly redactions: SealedOut;
  readonly s1: B64;
  readonly s1_key: B64;
  readonly s1_signature: B64;
  readonly failure: string;
  readonly returned_by: PersonRef | null;
  readonly pdfs: readonly PdfOut[];
  readonly release: ReleaseOut | null;
}

export interface CaseFileOut {
  readonly row: CaseFileRow;
  readonly revisions: readonly RevisionOut[];
}

export interface RevisionIn {
  readonly source: { readonly sealed: SealedIn; readonly worker_key_id: B64; readonly worker_wrap: B64 };
  readonly redactions: SealedIn;
  readonly s1: B64;
  readonly s1_key: B64;
  readonly s1_signature: B64;
}

export interface PdfWrapIn {
  readonly pdf: Uuid;
  readonly key_id: B64;
  readonly wrap: B64;
}

export interface ApprovalIn {
  readonly s2: B64;
  readonly s2_key: B64;
  readonly s2_signature: B64;
  readonly wraps: readonly PdfWrapIn[];
}

export interface AccessOut {
  readonly person: PersonRef;
  readonly organisation: Uuid;
  readonly copy_id: string;
  readonly at: string;
}
