/** The line that names the shortcuts, and turns them off for those whom single keys disturb. */
import type { ComponentChildren } from "preact";
import { shellWords } from "./i18n/shell";
import { shortcutsOn } from "./shortcuts";

export function Key({ children }: { readonly children: ComponentChildren }) {
  return <span class="kbd">{children}</span>;
}

export function KeyHelp({ children }: { readonly children: ComponentChildren }) {
  const words = shellWords();
  return (
    <p class="small soft key-help">
      {shortcutsOn.value && <span>{children}</span>}
      <button
        type="button"
        class="plain"
        aria-pressed={shortcutsOn.value}
        onClick={() => {
          shortcutsOn.value = !shortcutsOn.value;
        }}
      >
        {shortcutsOn.value ? words.shortcutsOn : words.shortcutsOff}
      </button>
    </p>
  );
}
