/** Keys that nobody has admitted yet: the six words to be read to a desk lead. */
import { useEffect } from "preact/hooks";
import { Problem } from "../../api/problem";
import { b64Decode } from "../../sealing/encoding";
import { keyMaterial } from "../../sealing/keys";
import { directoriesRefresh } from "../../vault/flow";
import { me, phase, vault } from "../../vault/keyring";
import { BusyButton } from "../Busy";
import { vaultWords } from "../i18n/vault";
import { announce, attempt } from "../notices";
import { Page } from "../router";
import { Fingerprint } from "./Fingerprint";

const LOOK_EVERY_MS = 20_000;

async function lookQuietly(): Promise<void> {
  try {
    await directoriesRefresh();
  } catch (error) {
    // Whoever waits may lose the connection for a while; the next look finds it again.
    if (!(error instanceof Problem)) throw error;
  }
}

export function OwnWords() {
  const open = vault.value;
  if (open === null) return null;
  const material = keyMaterial(open.signKey.publicKey, open.sealKey.publicKey);
  return <Fingerprint material={material} label={vaultWords().waitingList} />;
}

export function RootWords() {
  const root = me.value?.root_key;
  if (root === undefined) return null;
  return (
    <details>
      <summary>{vaultWords().rootWords}</summary>
      <Fingerprint material={b64Decode(root, 32)} label={vaultWords().rootWords} />
    </details>
  );
}

export function Waiting() {
  const words = vaultWords();
  useEffect(() => {
    const timer = setInterval(() => void lookQuietly(), LOOK_EVERY_MS);
    return () => { clearInterval(timer); };
  }, []);
  const look = async (): Promise<void> => {
    if ((await attempt(directoriesRefresh)) && phase.value === "waiting") announce(words.waitingStill);
  };
  return (
    <Page title={words.waitingTitle}>
      <div class="narrow form">
        <p>{words.waitingLead}</p>
        <OwnWords />
        <p>{me.value?.role === "lead" ? words.waitingLead2 : words.waitingTwo}</p>
        <p class="hint">{words.waitingPoll}</p>
        <div class="acts">
          <BusyButton class="btn btn--main" work={look}>
            {words.waitingCheck}
          </BusyButton>
        </div>
        <RootWords />
      </div>
    </Page>
  );
}
