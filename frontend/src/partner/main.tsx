/** The partner's application: hooks the client up, opens the gate, and shows the list. */
import "../app/app.css";
import "./partner.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { clientHooks, pagesRoot } from "../api/client";
import { languageSet } from "../app/i18n/language";
import { here, routerStart } from "../app/router";
import { boot, sessionEnded } from "../vault/flow";
import { idleWatch } from "../vault/idle";
import { me, vault } from "../vault/keyring";
import { App } from "./App";
import { releasesForget } from "./releases";
import { routes } from "./routes";

clientHooks({
  signedOut: () => void sessionEnded(),
  stepUp: () => {
    location.assign(`${pagesRoot()}step-up/?next=${encodeURIComponent(pagesRoot() + here.value)}`);
  },
});
routerStart(routes);
idleWatch();
effect(() => {
  if (me.value !== null) languageSet(me.value.language);
});
effect(() => {
  if (vault.value === null) releasesForget();
});

const root = document.getElementById("app");
if (root !== null) {
  root.replaceChildren();
  render(<App />, root);
}
void boot();
