/** Making a vault: an offered passphrase, or one's own where it is hard enough to guess. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { vaultMake } from "../../vault/flow";
import { requireMe } from "../../vault/keyring";
import { passphraseOffer, passphraseRate } from "../../vault/passphrases";
import { language } from "../i18n/language";
import { vaultWords } from "../i18n/vault";
import { errorWords } from "../notices";
import { Page } from "../router";
import { Passphrase } from "./Passphrase";

/** One passphrase has one writing: what is typed again may differ in how its accents were composed. */
const same = (one: string, other: string): boolean => one.normalize("NFKD") === other.normalize("NFKD");

export function MakeVault() {
  const words = vaultWords();
  const offered = useSignal("");
  const own = useSignal(false);
  const mine = useSignal("");
  const score = useSignal(0);
  const again = useSignal("");
  const error = useSignal<string | null>(null);
  const weak = useSignal<string | null>(null);
  const working = useSignal(false);

  const offer = async (): Promise<void> => {
    offered.value = await passphraseOffer(language.value);
  };
  useEffect(() => {
    void offer();
  }, []);
  const rate = async (value: string): Promise<void> => {
    mine.value = value;
    const who = requireMe();
    const rating = await passphraseRate(value, [who.name, who.username, who.desk_name, who.organisation.name, "vigia"]);
    if (mine.value === value) score.value = rating.score;
  };
  const make = async (): Promise<void> => {
    if (working.value) return;
    const passphrase = own.value ? mine.value : offered.value;
    weak.value = own.value && score.value < 4 ? words.weak : null;
    error.value = weak.value === null && !same(passphrase, again.value.trim()) ? words.differs : null;
    if (weak.value !== null || error.value !== null) return;
    working.value = true;
    try {
      await vaultMake(passphrase);
    } catch (fault) {
      error.value = errorWords(fault);
    } finally {
      working.value = false;
    }
  };

  return (
    <Page title={words.makeTitle}>
      <form
        class="narrow form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <p>{words.makeLead}</p>
        {own.value ? (
          <div class="stack">
            <Passphrase
              label={words.own}
              hint={words.ownHint}
              value={mine.value}
              onInput={(value) => void rate(value)}
              autocomplete="new-password"
              error={weak.value}
            />
            <p role="status" class="small">
              <meter min={0} max={4} low={3} high={4} optimum={4} value={score.value} aria-hidden="true" />{" "}
              {words.rating(score.value)}
            </p>
            <div class="acts">
              <button type="button" class="btn btn--bare" onClick={() => { own.value = false; }}>
                {words.useOffered}
              </button>
            </div>
          </div>
        ) : (
          <section class="stack" aria-labelledby="offered">
            <h2 id="offered">{words.offered}</h2>
            <p class="phrase" translate={false}>
              {offered.value}
            </p>
            <p class="hint">{words.offeredWhy}</p>
            <div class="acts">
              <button type="button" class="btn btn--s" onClick={() => void offer()}>
                {words.another}
              </button>
              <button type="button" class="btn btn--bare" onClick={() => { own.value = true; }}>
                {words.own}
              </button>
            </div>
          </section>
        )}
        <Passphrase
          label={words.again}
          hint={words.againHint}
          value={again.value}
          onInput={(value) => { again.value = value; }}
          autocomplete="new-password"
          error={error.value}
        />
        <div class="acts">
          <button type="submit" class="btn btn--main" aria-disabled={working.value}>
            {working.value ? words.making : words.make}
          </button>
        </div>
      </form>
    </Page>
  );
}
