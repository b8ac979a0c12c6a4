/** The partner's endpoints, with what they answer: the same names as in `incidents/partner/schemas.py`. */
import { ask } from "./client";
import type { B64, Day, DirectoryOut, Uuid } from "./types";

export interface ReleaseRow {
  readonly id: Uuid;
  readonly number: string;
  readonly revision: number;
  readonly tlp: string;
  readonly state: string;
  readonly approved_at: string;
  readonly expires: Day;
  readonly recalled_at: string | null;
  readonly opened_at: string | null;
}

export interface SealedPdf {
  readonly id: Uuid;
  readonly copy_id: string;
  readonly envelope: B64;
  readonly wrap: B64;
  readonly maker: B64;
  readonly signature: B64;
}

export interface ReleaseFull {
  readonly row: ReleaseRow;
  readonly pdf: SealedPdf;
  readonly s1: B64;
  readonly s1_key: B64;
  readonly s1_signature: B64;
  readonly s2: B64;
  readonly s2_key: B64;
  readonly s2_signature: B64;
  readonly countersigned_by: B64;
  readonly countersignature: B64;
  readonly s1_directory: DirectoryOut;
  readonly s2_directory: DirectoryOut;
}

export const releasesApi = {
  list: () => ask<readonly ReleaseRow[]>("releases"),
  /** The server records that it was asked for. */
  open: (id: Uuid) => ask<ReleaseFull>(`releases/${id}`),
};
