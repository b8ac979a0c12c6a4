/** Every page of the desk's application. The server's list (incidents/desk/urls.py) names the same paths. */
import type { Route } from "../app/router";
import { Inbox } from "./Inbox";
import { PeoplePage } from "./people/PeoplePage";
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
  { path: "people/", section: "people", view: () => <PeoplePage /> },
];
