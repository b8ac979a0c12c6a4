/** Shows the page of each phase, and the application itself once everything holds. */
import type { ComponentChildren } from "preact";
import { phase } from "../../vault/keyring";
import { unlocksHere } from "../../vault/passphrases";
import { shellWords } from "../i18n/shell";
import { Page } from "../router";
import { Shell } from "../Shell";
import { MakeVault } from "./MakeVault";
import { NoWasm, Unlock } from "./Unlock";
import { Waiting } from "./Waiting";
import { Offline, SignedOut, Warned } from "./Warned";

export interface GateProps {
  /** The application, with its own shell; called once the phase is open. */
  readonly open: () => ComponentChildren;
  /** What a lead sees before the first directory; partners never do. */
  readonly founding?: ComponentChildren;
  /** What a lead sees in place of nothing where the directory has run out. */
  readonly renew?: ComponentChildren;
}

function Still({ title }: { readonly title: string }) {
  return (
    <Page title="Vigía">
      <p role="status">{title}</p>
    </Page>
  );
}

function closed({ founding, renew }: GateProps): ComponentChildren {
  const words = shellWords();
  switch (phase.value) {
    case "loading":
      return <Still key="loading" title={words.loading} />;
    case "checking":
      return <Still key="checking" title={words.checking} />;
    case "offline":
      return <Offline key="offline" />;
    case "signed_out":
      return <SignedOut key="signed_out" />;
    case "make":
      return unlocksHere() ? <MakeVault key="make" /> : <NoWasm key="wasm" />;
    case "locked":
      return unlocksHere() ? <Unlock key="locked" /> : <NoWasm key="wasm" />;
    case "founding":
      return founding ?? <Waiting key="waiting" />;
    case "warned":
      return <Warned key="warned" {...(renew === undefined ? {} : { renew })} />;
    case "waiting":
    case "open":
      return <Waiting key="waiting" />;
  }
}

export function Gate(props: GateProps) {
  if (phase.value === "open") return <>{props.open()}</>;
  return (
    <Shell sections={[]} section="">
      {closed(props)}
    </Shell>
  );
}
