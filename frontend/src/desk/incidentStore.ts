/** Incidents as far as their sealed notes open, and the making of new ones. */
import { incidentsApi } from "../api/desk";
import type { IncidentOut } from "../api/types";
import { Kind } from "../sealing/kinds";
import { hexOf, newUuid } from "../vault/ids";
import { openFault, sealedOpen } from "../vault/opening";
import { caseContentSeal } from "../vault/sealing";
import { type IncidentContent, incidentRead, incidentValue } from "./contents";

export interface OpenedIncident {
  readonly out: IncidentOut;
  /** Null where the note does not open, or is not soundly signed. */
  readonly content: IncidentContent | null;
}

export async function incidentOpen(out: IncidentOut): Promise<OpenedIncident> {
  if (out.content === null) return { out, content: null };
  try {
    const { value } = await sealedOpen(out.content, Kind.caseContent);
    return { out, content: incidentRead(value, hexOf(out.id)) };
  } catch (error) {
    if (openFault(error) === null) throw error;
    return { out, content: null };
  }
}

/** All incidents, opened as far as they open. @throws Problem, VaultClosed */
export async function incidentsLoad(): Promise<OpenedIncident[]> {
  const opened: OpenedIncident[] = [];
  for (const out of await incidentsApi.list()) opened.push(await incidentOpen(out));
  return opened;
}

/** Makes an incident of tips; returns its id. @throws Problem, Refused, VaultClosed */
export async function incidentMake(title: string, tips: readonly string[]): Promise<string> {
  const id = newUuid();
  const content = caseContentSeal(incidentValue({ incident: hexOf(id), title, note: "", tips: tips.map(hexOf) }));
  await incidentsApi.make({ id, tips, content });
  return id;
}

/** Joins a tip to an incident: its note, sealed anew, names all of its tips. @throws Problem, Refused, VaultClosed */
export async function incidentJoin({ out, content }: OpenedIncident & { content: IncidentContent }, tip: string): Promise<void> {
  const tips = [...new Set([...out.tips, tip])];
  await incidentsApi.change(out.id, {
    tips,
    content: caseContentSeal(incidentValue({ ...content, tips: tips.map(hexOf) })),
  });
}
