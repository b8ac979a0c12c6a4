/** Removing a person: what it does at once, and what it cannot undo. */
import { useMemo } from "preact/hooks";
import type { PersonOut } from "../../api/types";
import { BusyButton } from "../../app/Busy";
import { Dialog } from "../../app/Dialog";
import { peopleWords } from "../../app/i18n/people";
import { alarm, attempt } from "../../app/notices";
import { droppedWith, personRemove } from "../../vault/leading";

export interface RemovePersonProps {
  readonly person: PersonOut;
  readonly close: () => void;
  readonly done: () => Promise<void>;
}

export function RemovePerson({ person, close, done }: RemovePersonProps) {
  const words = peopleWords();
  // Reckoned when the dialog opens: the removal itself changes the directory that this is about.
  const losing = useMemo(() => (person.role === "lead" ? droppedWith(person).length : 0), [person.id]);
  const remove = async (): Promise<void> => {
    let dropped = 0;
    const removed = await attempt(async () => {
      dropped = (await personRemove(person)).length;
    }, words.removed(person.name));
    await done();
    close();
    if (removed && dropped > 0) alarm(words.dropped(dropped));
  };
  return (
    <Dialog title={words.removeTitle(person.name)} onClose={close}>
      <p>{words.removeWhat}</p>
      {losing > 0 && <p class="error">{words.removeDrops(losing)}</p>}
      <div class="acts">
        <button type="button" class="btn" onClick={close}>
          {words.removeNo}
        </button>
        <BusyButton class="btn btn--alarm" work={remove} busy={words.removing}>
          {words.remove}
        </BusyButton>
      </div>
    </Dialog>
  );
}
