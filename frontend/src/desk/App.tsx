/** The desk once its gate is open: the rail with its sections, and the page of the path. */
import { useEffect } from "preact/hooks";
import { shellWords } from "../app/i18n/shell";
import { Gate } from "../app/gate/Gate";
import { NotFound } from "../app/gate/Warned";
import { attempt } from "../app/notices";
import { here, routeMatch } from "../app/router";
import { type Section, Shell } from "../app/Shell";
import { Founding, Renew } from "./people/Founding";
import { inbox, inboxLoad } from "./inboxStore";
import { inTab } from "./lanes";
import { routes } from "./routes";

function sections(): Section[] {
  const words = shellWords();
  const rows = inbox.value?.rows;
  return [
    { id: "inbox", to: "", label: words.inbox, count: rows?.filter((row) => inTab(row, "all", "")).length },
    { id: "incidents", to: "incidents/", label: words.incidents },
    { id: "case-files", to: "case-files/", label: words.caseFiles },
    { id: "people", to: "people/", label: words.people },
  ];
}

function Open() {
  useEffect(() => {
    // The rail counts what waits, whichever page one begins on.
    if (inbox.value === null && here.value !== "") void attempt(inboxLoad);
  }, []);
  const match = routeMatch(routes, here.value);
  return (
    <Shell sections={sections()} section={match?.route.section ?? ""}>
      {/* A key for each path: going from one tip to the next is another page, with its heading focused. */}
      {match === null ? <NotFound key={here.value} /> : <PageOf key={here.value} view={() => match.route.view(match.params)} />}
    </Shell>
  );
}

function PageOf({ view }: { readonly view: () => preact.VNode }) {
  return view();
}

export function App() {
  return <Gate open={() => <Open />} founding={<Founding />} renew={<Renew />} />;
}
