/** Deleting a tip: says everything that goes with it, and asks once more. */
import { useSignal } from "@preact/signals";
import { BusyButton } from "../../app/Busy";
import { Dialog } from "../../app/Dialog";
import { tipWords } from "../../app/i18n/tip";

export interface RemoveProps {
  readonly messages: number;
  readonly close: () => void;
  readonly remove: () => Promise<unknown>;
}

export function RemoveDialog({ messages, close, remove }: RemoveProps) {
  const words = tipWords();
  const sure = useSignal(false);
  return (
    <Dialog title={words.removeTitle} onClose={close}>
      <p>{words.removeWhat}</p>
      <ul>
        <li>{words.removeTip}</li>
        <li>{words.removeAnalysis}</li>
        <li>{words.removeMessages(messages)}</li>
        <li>{words.removeMailbox}</li>
        <li>{words.removeDrafts}</li>
      </ul>
      <p class="small soft">{words.removeStays}</p>
      <label class="choice choice--alarm">
        <input type="checkbox" checked={sure.value} onChange={(event) => { sure.value = event.currentTarget.checked; }} />
        <span>{words.removeSure}</span>
      </label>
      <div class="acts">
        <button type="button" class="btn btn--main" onClick={close}>
          {words.removeNo}
        </button>
        <BusyButton class="btn btn--alarm" work={remove} disabled={!sure.value}>
          {words.remove}
        </BusyButton>
      </div>
    </Dialog>
  );
}
