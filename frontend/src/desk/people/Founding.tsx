/** The first lead before the first directory, and a lead whose directory has run out. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { peopleApi } from "../../api/desk";
import { Problem } from "../../api/problem";
import { BusyButton } from "../../app/Busy";
import { OwnWords, RootWords } from "../../app/gate/Waiting";
import { shellWords } from "../../app/i18n/shell";
import { vaultWords } from "../../app/i18n/vault";
import { attempt } from "../../app/notices";
import { here, Page } from "../../app/router";
import { directoriesEvenRunOut, directoriesRefresh } from "../../vault/flow";
import { isLead, requireMe } from "../../vault/keyring";
import { certificateOf, deskFound, directoriesRenew, freshFactor } from "../../vault/leading";

const LOOK_EVERY_MS = 20_000;

export function Founding() {
  const words = vaultWords();
  const certified = useSignal(false);
  const look = async (): Promise<void> => {
    try {
      const { people } = await peopleApi.people();
      const own = people.find(({ id }) => id === requireMe().user_id);
      certified.value = own !== undefined && certificateOf(own) !== null;
      if (!certified.value) await directoriesRefresh();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  };
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => { clearInterval(timer); };
  }, []);
  const found = async (): Promise<void> => {
    await attempt(async () => {
      if (await freshFactor(here.value)) await deskFound();
    });
  };
  return (
    <Page title={words.foundingTitle}>
      <div class="narrow form">
        {certified.value ? (
          <>
            <p>{words.foundingLead}</p>
            <div class="acts">
              <BusyButton class="btn btn--main" work={found} busy={words.founding}>
                {words.found}
              </BusyButton>
            </div>
          </>
        ) : (
          <>
            <p>{words.foundingNeedsCert}</p>
            <OwnWords />
            <div class="acts">
              <BusyButton class="btn btn--main" work={look}>
                {words.waitingCheck}
              </BusyButton>
            </div>
          </>
        )}
        <RootWords />
      </div>
    </Page>
  );
}

export function Renew() {
  if (!isLead.value) return null;
  const renew = async (): Promise<void> => {
    await attempt(async () => {
      if (!(await freshFactor(here.value))) return;
      await directoriesEvenRunOut();
      await directoriesRenew();
    });
  };
  return (
    <div class="acts">
      <BusyButton class="btn btn--main" work={renew}>
        {shellWords().renewNow}
      </BusyButton>
    </div>
  );
}
