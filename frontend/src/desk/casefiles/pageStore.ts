/** One case file as its page shows it: opened and checked as far as it can be. */
import { ask } from "../../api/client";
import { caseFilesApi, peopleApi } from "../../api/desk";
import type { AccessOut, CaseFileOut, RevisionOut } from "../../api/types";
import { SealingError } from "../../sealing/errors";
import { hexOf } from "../../vault/ids";
import { type OpenFault, openFault } from "../../vault/opening";
import { type CheckedRelease, type OpenedPdf, type OpenedRevision, pdfsOpen, releaseOpen, revisionOpen } from "./judging";

export type Opened =
  | { readonly state: "none" }
  | { readonly state: "shut"; readonly fault: OpenFault }
  | { readonly state: "open"; readonly revision: OpenedRevision; readonly pdfs: readonly OpenedPdf[] };

export interface LoadedCaseFile {
  readonly out: CaseFileOut;
  readonly newest: RevisionOut | null;
  readonly opened: Opened;
  /** Null where there is no release, "broken" where its signatures do not hold. */
  readonly release: CheckedRelease | "broken" | null;
  readonly accesses: readonly AccessOut[];
  /** Names of organisations and people, by 32 digits. */
  readonly names: ReadonlyMap<string, string>;
}

async function openNewest(id: string, newest: RevisionOut | null): Promise<Opened> {
  if (newest === null) return { state: "none" };
  try {
    const revision = await revisionOpen(id, newest);
    // PDFs are there from rendering to the end; without them the revision is still worth reading.
    const pdfs = newest.pdfs.length === 0 ? [] : await pdfsOpen(newest, revision.s1);
    return { state: "open", revision, pdfs };
  } catch (error) {
    const fault = openFault(error);
    if (fault === null) throw error;
    return { state: "shut", fault };
  }
}

async function openRelease(newest: RevisionOut | null): Promise<CheckedRelease | "broken" | null> {
  const release = newest?.release ?? null;
  if (newest === null || release === null) return null;
  try {
    return await releaseOpen(newest, release);
  } catch (error) {
    if (error instanceof SealingError) return "broken";
    throw error;
  }
}

/** @throws Problem, VaultClosed */
export async function caseFileLoad(id: string): Promise<LoadedCaseFile> {
  const [out, people] = await Promise.all([caseFilesApi.get(id), peopleApi.people()]);
  const newest = out.revisions.find(({ number }) => number === out.row.revision) ?? null;
  const release = newest?.release ?? null;
  const [opened, checked, accesses] = await Promise.all([
    openNewest(id, newest),
    openRelease(newest),
    release === null ? [] : caseFilesApi.accesses(release.id),
  ]);
  const names = new Map([...people.organisations, ...people.people].map((one) => [hexOf(one.id), one.name] as const));
  return { out, newest, opened, release: checked, accesses, names };
}

/** The state alone, without keeping an idle session alive: whether the worker is done. */
export async function stateLook(id: string): Promise<string> {
  const { row } = await ask<CaseFileOut>(`case-files/${id}`, { poll: true });
  return `${row.state}/${row.release_state ?? ""}`;
}

/** Whether the worker still has something to do, so that the page looks again. */
export function awaitsWorker({ row }: CaseFileOut): boolean {
  return row.state === "rendering" || row.release_state === "pending";
}
