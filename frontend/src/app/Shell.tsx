/** What surrounds every page: the rail with sections and sign-out, the notices, the main part. */
import type { ComponentChildren } from "preact";
import { pagesRoot } from "../api/client";
import { lock } from "../vault/flow";
import { me, phase, vault } from "../vault/keyring";
import { LanguageMenu } from "./LanguageMenu";
import { shellWords } from "./i18n/shell";
import { Notices } from "./notices";
import { href } from "./router";

export interface Section {
  readonly id: string;
  readonly to: string;
  readonly label: string;
  /** How many wait there; left out where nobody counts. */
  readonly count?: number | undefined;
}

export interface ShellProps {
  readonly sections: readonly Section[];
  readonly section: string;
  readonly children: ComponentChildren;
}

function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

function SignOut() {
  return (
    <form method="post" action={`${pagesRoot()}sign-out/`}>
      <input type="hidden" name="csrfmiddlewaretoken" value={csrf()} />
      <button type="submit" class="plain">
        {shellWords().signOut}
      </button>
    </form>
  );
}

function Myself() {
  const words = shellWords();
  const who = me.value;
  return (
    <>
      {who !== null && (
        <span>
          {who.name}
          <br />
          {who.organisation.name}
        </span>
      )}
      <span>
        {vault.value === null ? words.vaultClosed : words.vaultOpen}
        {vault.value !== null && phase.value === "open" && (
          <>
            {" · "}
            <button type="button" class="plain" onClick={() => void lock()}>
              {words.closeVault}
            </button>
          </>
        )}
      </span>
      <LanguageMenu />
      <SignOut />
    </>
  );
}

export function Shell({ sections, section, children }: ShellProps) {
  const words = shellWords();
  const demo = me.value?.demo === true;
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class="rail">
        <a class="brand" href={href("")}>
          Vigía
        </a>
        {sections.length > 0 && (
          <nav aria-label={words.sections}>
            {sections.map(({ id, to, label, count }) => (
              <a key={id} href={href(to)} aria-current={id === section ? "page" : undefined}>
                {label}
                <span class="num">{count === undefined ? "" : ` ${String(count)}`}</span>
              </a>
            ))}
          </nav>
        )}
        <div class="me">
          <Myself />
        </div>
      </header>
      <main class="work" id="main" tabIndex={-1}>
        {demo && <p class="demo-line small">{words.demo}</p>}
        <Notices />
        {children}
        <footer class="me-foot small">
          <Myself />
        </footer>
      </main>
    </>
  );
}
