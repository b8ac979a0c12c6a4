/** One incident with its case files, and the titles of tips from the opened inbox. */
import { caseFilesApi, incidentsApi } from "../../api/desk";
import type { CaseFileRow } from "../../api/types";
import { caseContentSeal } from "../../vault/sealing";
import { hexOf } from "../../vault/ids";
import { type IncidentContent, incidentValue } from "../contents";
import { incidentOpen, type OpenedIncident } from "../incidentStore";
import { inbox, inboxLoad, wordsOf } from "../inboxStore";
import { tipNumber } from "../tip/tipStore";

export interface LoadedIncident extends OpenedIncident {
  readonly caseFiles: readonly CaseFileRow[];
}

/** @throws Problem, VaultClosed */
export async function incidentLoad(id: string): Promise<LoadedIncident> {
  const [out, caseFiles] = await Promise.all([incidentsApi.get(id), caseFilesApi.list(), inbox.value === null ? inboxLoad() : undefined]);
  const opened = await incidentOpen(out);
  return { ...opened, caseFiles: caseFiles.filter(({ incident }) => incident === id) };
}

/** A tip's title where its row is open; "" where it is not. */
export function tipTitle(id: string): string {
  const row = inbox.value?.rows.find((one) => one.id === id);
  const found = row === undefined ? null : wordsOf(row);
  return found?.state === "open" ? found.words.title : "";
}

/** Tips of the inbox that are not of this incident: what could be added. */
export function otherTips(tips: readonly string[]): { readonly id: string; readonly title: string }[] {
  const known = new Set(tips);
  return (inbox.value?.rows ?? [])
    .filter(({ id, state }) => !known.has(id) && state !== "expired")
    .map(({ id }) => ({ id, title: `${tipNumber(id)} ${tipTitle(id)}`.trim() }));
}

/** Seals the incident's content anew with other tips or words. @throws Problem, Refused, VaultClosed */
export async function incidentChange(id: string, content: IncidentContent, tips: readonly string[]): Promise<void> {
  const value = incidentValue({ ...content, tips: tips.map(hexOf) });
  await incidentsApi.change(id, { tips, content: caseContentSeal(value) });
}
