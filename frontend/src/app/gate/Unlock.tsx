/** Opening the vault with its passphrase. */
import { useSignal } from "@preact/signals";
import { Damaged, SealingError } from "../../sealing/errors";
import { unlock } from "../../vault/flow";
import { vaultWords } from "../i18n/vault";
import { errorWords } from "../notices";
import { Page } from "../router";
import { Passphrase } from "./Passphrase";

export function Unlock() {
  const words = vaultWords();
  const passphrase = useSignal("");
  const error = useSignal<string | null>(null);
  const working = useSignal(false);
  const open = async (): Promise<void> => {
    if (working.value) return;
    working.value = true;
    error.value = null;
    try {
      await unlock(passphrase.value);
    } catch (fault) {
      // An empty or wrong passphrase is damaged or refused alike; a vault that is too cheap was planted.
      if (fault instanceof Damaged || passphrase.value === "") error.value = words.wrong;
      else if (fault instanceof SealingError) error.value = words.tooCheap;
      else error.value = errorWords(fault);
    } finally {
      working.value = false;
    }
  };
  return (
    <Page title={words.unlockTitle}>
      <form
        class="narrow form"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <p>{words.unlockLead}</p>
        <Passphrase
          label={words.passphrase}
          value={passphrase.value}
          onInput={(value) => { passphrase.value = value; }}
          autocomplete="current-password"
          error={error.value}
        />
        <div class="acts">
          <button type="submit" class="btn btn--main" aria-disabled={working.value}>
            {working.value ? words.unlocking : words.unlock}
          </button>
        </div>
      </form>
    </Page>
  );
}

export function NoWasm() {
  const words = vaultWords();
  return (
    <Page title={words.noWasmTitle}>
      <p class="narrow">{words.noWasm}</p>
    </Page>
  );
}
