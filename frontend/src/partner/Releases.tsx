/** The list of case files for one's own organisation, and beside it the copy that is open, with what was checked. */
import { useEffect, useRef } from "preact/hooks";
import type { ReleaseRow } from "../api/partner";
import { saveFile, useBlob } from "../app/blobs";
import { BusyButton } from "../app/Busy";
import { wordFor } from "../app/i18n/labels";
import { partnerWords } from "../app/i18n/partner";
import { alarm, attempt } from "../app/notices";
import { Page } from "../app/router";
import { dayLong, dayWord } from "../app/time";
import { TlpBadge } from "../desk/casefiles/TlpBadge";
import { requireMe } from "../vault/keyring";
import { type Checked, fileName } from "./checking";
import { isGone, type Opened, opened, releaseOpen, releases, releasesLoad } from "./releases";

/** The re-share rule of a label, in words; the label itself is never translated. */
export function ruleWords(tlp: string): string {
  const key = tlp.replace("TLP:", "").toLowerCase().replace("+", "_");
  return wordFor(partnerWords(), `rule_${key}`);
}

async function openOne(row: ReleaseRow): Promise<void> {
  await attempt(async () => {
    try {
      await releaseOpen(row);
    } catch (error) {
      if (!isGone(error)) throw error;
      await releasesLoad();
      alarm(partnerWords().gone);
    }
  });
}

function Row({ row }: { readonly row: ReleaseRow }) {
  const words = partnerWords();
  const now = opened.value;
  const current = now?.row.id === row.id && now.state !== "failed";
  const serving = row.state === "active";
  const day = dayWord(row.approved_at.slice(0, 10));
  return (
    <tr role="row" aria-current={current ? "true" : undefined}>
      <td role="cell">
        <b>{words.row(row.number)}</b>
        <span class="soft">
          {row.recalled_at !== null ? words.recalledOn(dayLong(row.recalled_at)) : day} · {words.revision(row.revision)}
          {row.opened_at !== null && !current && ` · ${words.before}`}
        </span>
      </td>
      <td role="cell">
        <TlpBadge tlp={row.tlp} />
      </td>
      <td role="cell" class={serving ? "num" : "soft"}>
        {serving ? dayWord(row.expires) : row.state === "recalled" ? words.recalled : words.expired}
      </td>
      <td role="cell">
        {serving && current && now.state === "checked" && <span class="badge badge--on">{words.opened}</span>}
        {serving && !(current && now.state === "checked") && (
          <BusyButton class="btn btn--s" work={() => openOne(row)} busy={words.opening}>
            {words.open}
            <span class="vh"> {row.number}</span>
          </BusyButton>
        )}
      </td>
    </tr>
  );
}

function CheckedCard({ row, checked }: { readonly row: ReleaseRow; readonly checked: Checked }) {
  const words = partnerWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const address = useBlob(checked.pdf, "application/pdf");
  const { organisation, desk_name } = requireMe();
  const { copy, s1 } = checked.release;
  useEffect(() => heading.current?.focus(), [checked]);
  return (
    <aside class="card">
      <h2 ref={heading} tabIndex={-1}>
        {words.done}
      </h2>
      <p class="small soft">{words.row(row.number)}</p>
      <ul class="checks">
        <li>
          <span>
            <b>{words.checkDesk}</b> {words.checkDeskMore(desk_name, dayLong(row.approved_at))}
          </span>
        </li>
        <li>
          <span>
            <b>{words.checkSame}</b> {words.checkSameMore}
          </span>
        </li>
        <li>
          <span>
            <b>{words.checkOwn}</b> {words.checkOwnMore(copy, organisation.name)}
          </span>
        </li>
      </ul>
      <button
        type="button"
        class="btn btn--main"
        onClick={() => { saveFile(checked.pdf, "application/pdf", fileName(row.number, copy, "pdf")); }}
      >
        {words.save}
      </button>
      <p class="small soft">{words.savedWarning}</p>
      {address !== null && (
        <a class="btn btn--s" href={address} target="_blank" rel="noopener">
          {words.view}
        </a>
      )}
      <button
        type="button"
        class="btn btn--s"
        onClick={() => { saveFile(checked.signatures, "application/json", fileName(row.number, copy, "signatures.json")); }}
      >
        {words.saveSignatures}
      </button>
      <p class="small soft">{words.signaturesWhy}</p>
      <div class="notice">
        <p class="small" translate={false}>
          {s1.tlp}
        </p>
        <p class="small">{ruleWords(s1.tlp)}</p>
      </div>
    </aside>
  );
}

function Failed({ now }: { readonly now: Extract<Opened, { state: "failed" }> }) {
  const words = partnerWords();
  return (
    <Page title={words.failedTitle}>
      <div class="narrow form">
        <p class="soft">{words.failedNumber(now.row.number)}</p>
        <div class="notice notice--alarm" role="alert">
          <p>{words.failedWhat}</p>
          <p>{wordFor(words, `fail_${now.check}`)}</p>
        </div>
        <p>{words.failed}</p>
        <div class="acts">
          <button type="button" class="btn" onClick={() => { opened.value = null; }}>
            {words.back}
          </button>
        </div>
      </div>
    </Page>
  );
}

function List() {
  const words = partnerWords();
  const { organisation, desk_name } = requireMe();
  const rows = releases.value;
  const now = opened.value;
  return (
    <Page title={words.titleFor(organisation.name)} under={<p class="soft">{words.lead(desk_name)}</p>}>
      {rows === null && <p role="status">{words.loading}</p>}
      {rows !== null && rows.length === 0 && (
        <section class="card empty">
          <h2>{words.empty}</h2>
          <p>{words.emptyWhy}</p>
        </section>
      )}
      {rows !== null && rows.length > 0 && (
        <div class={now?.state === "checked" ? "two releases" : "releases"}>
          <table class="table table--list" role="table">
            <thead>
              <tr role="row">
                <th scope="col">{words.number}</th>
                <th scope="col">{words.label}</th>
                <th scope="col">{words.expires}</th>
                <th scope="col">
                  <span class="vh">{words.action}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </table>
          {now?.state === "checked" && <CheckedCard row={now.row} checked={now.checked} />}
        </div>
      )}
      <p class="vh" role="status">
        {now?.state === "opening" ? words.opening : now?.state === "checked" ? words.done : ""}
      </p>
    </Page>
  );
}

export function Releases() {
  useEffect(() => {
    void attempt(releasesLoad);
  }, []);
  const now = opened.value;
  return now?.state === "failed" ? <Failed key="failed" now={now} /> : <List key="list" />;
}
