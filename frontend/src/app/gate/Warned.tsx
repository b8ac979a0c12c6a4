/** The plain pages of a state in which nothing can be read: no connection, no session, no sound directory. */
import type { ComponentChildren } from "preact";
import { pagesRoot } from "../../api/client";
import { boot } from "../../vault/flow";
import { type Warning, warning } from "../../vault/keyring";
import { BusyButton } from "../Busy";
import { shellWords } from "../i18n/shell";
import { here, Page } from "../router";

function why(of: Warning): string {
  const words = shellWords();
  return {
    back: words.warnedBack,
    broken: words.warnedBroken,
    root: words.warnedRoot,
    missing: words.warnedMissing,
    own_key: words.warnedOwnKey,
    ran_out: words.warnedRanOut,
  }[of];
}

export interface WarnedProps {
  /** For a lead whose directory has run out: how to renew it. */
  readonly renew?: ComponentChildren;
}

export function Warned({ renew }: WarnedProps) {
  const words = shellWords();
  const of = warning.value ?? "broken";
  return (
    <Page title={words.warnedTitle}>
      <div class="narrow form">
        <div class="notice notice--alarm" role="alert">
          <p>{why(of)}</p>
          <p>{words.warnedStop}</p>
        </div>
        {of === "ran_out" && renew}
        <div class="acts">
          <BusyButton class="btn" work={boot}>
            {words.retry}
          </BusyButton>
        </div>
      </div>
    </Page>
  );
}

export function Offline() {
  const words = shellWords();
  return (
    <Page title={words.offlineTitle}>
      <div class="narrow form">
        <p>{words.offline}</p>
        <div class="acts">
          <BusyButton class="btn btn--main" work={boot}>
            {words.retry}
          </BusyButton>
        </div>
      </div>
    </Page>
  );
}

export function SignedOut() {
  const words = shellWords();
  const next = encodeURIComponent(`${pagesRoot()}${here.value}`);
  return (
    <Page title={words.signedOutTitle}>
      <div class="narrow form">
        <p>{words.signedOut}</p>
        <div class="acts">
          <a class="btn btn--main" href={`${pagesRoot()}sign-in/?next=${next}`}>
            {words.signIn}
          </a>
        </div>
      </div>
    </Page>
  );
}

export function NotFound() {
  const words = shellWords();
  return (
    <Page title={words.notFoundTitle}>
      <div class="narrow form">
        <p>{words.notFound}</p>
        <div class="acts">
          <a class="btn btn--main" href={pagesRoot()}>
            {words.toInbox}
          </a>
        </div>
      </div>
    </Page>
  );
}
