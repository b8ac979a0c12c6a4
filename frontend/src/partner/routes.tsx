/** Every page of the partner's application. The server's list (incidents/partner/urls.py) names the same paths. */
import type { Route } from "../app/router";
import { Releases } from "./Releases";

export const routes: readonly Route[] = [{ path: "", section: "releases", view: () => <Releases /> }];
