/** Every page of the desk's application. The server's list (incidents/desk/urls.py) names the same paths. */
import type { Route } from "../app/router";
import { CaseFilePage } from "./casefiles/CaseFilePage";
import { CaseFilesPage } from "./casefiles/CaseFilesPage";
import { Inbox } from "./Inbox";
import { IncidentPage } from "./incidents/IncidentPage";
import { IncidentsPage } from "./incidents/IncidentsPage";
import { PeoplePage } from "./people/PeoplePage";
import { RedactPage } from "./redact/RedactPage";
import { TipPage } from "./tip/TipPage";

const tipId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A parameter that is an id, or one that nothing has. */
export function idOf(params: Readonly<Record<string, string>>, name = "id"): string {
  const given = params[name] ?? "";
  return tipId.test(given) ? given : "00000000-0000-0000-0000-000000000000";
}

export const routes: readonly Route[] = [
  { path: "", section: "inbox", view: () => <Inbox /> },
  { path: "tips/:id/", section: "inbox", view: (params) => <TipPage id={idOf(params)} /> },
  { path: "incidents/", section: "incidents", view: () => <IncidentsPage /> },
  { path: "incidents/:id/", section: "incidents", view: (params) => <IncidentPage id={idOf(params)} /> },
  { path: "case-files/", section: "case-files", view: () => <CaseFilesPage /> },
  { path: "case-files/:id/", section: "case-files", view: (params) => <CaseFilePage id={idOf(params)} /> },
  { path: "case-files/:id/redact/", section: "case-files", view: (params) => <RedactPage id={idOf(params)} /> },
  { path: "people/", section: "people", view: () => <PeoplePage /> },
];
