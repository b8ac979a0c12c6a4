/** A button whose work takes a while: pressed once, it says so and waits. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

export interface BusyProps {
  /** What the press does; the button waits for it. */
  readonly work: () => Promise<unknown>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly busy?: string;
  readonly disabled?: boolean;
}

export function BusyButton({ work, children, class: looks = "btn", busy, disabled = false }: BusyProps) {
  const working = useSignal(false);
  const press = async (): Promise<void> => {
    if (working.value) return;
    working.value = true;
    try {
      await work();
    } finally {
      working.value = false;
    }
  };
  return (
    <button type="button" class={looks} disabled={disabled} aria-disabled={working.value} onClick={() => void press()}>
      {working.value && busy !== undefined ? busy : children}
    </button>
  );
}
