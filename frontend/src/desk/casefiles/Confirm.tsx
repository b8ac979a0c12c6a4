/** A step that cannot be taken back is asked about once more, in plain words. */
import { BusyButton } from "../../app/Busy";
import { Dialog } from "../../app/Dialog";

export interface ConfirmProps {
  readonly title: string;
  readonly what: string;
  readonly no: string;
  readonly yes: string;
  readonly close: () => void;
  readonly act: () => Promise<unknown>;
}

export function Confirm({ title, what, no, yes, close, act }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={close}>
      <p>{what}</p>
      <div class="acts">
        <button type="button" class="btn" onClick={close}>
          {no}
        </button>
        <BusyButton class="btn btn--alarm" work={act}>
          {yes}
        </BusyButton>
      </div>
    </Dialog>
  );
}
