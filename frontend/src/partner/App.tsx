/** The partner's application once its gate is open: one list, and the way to one's own account. */
import { partnerWords } from "../app/i18n/partner";
import { Gate } from "../app/gate/Gate";
import { NotFound } from "../app/gate/Warned";
import { here, routeMatch } from "../app/router";
import { Shell } from "../app/Shell";
import { releases } from "./releases";
import { routes } from "./routes";

function Open() {
  const words = partnerWords();
  const match = routeMatch(routes, here.value);
  const sections = [
    { id: "releases", to: "", label: words.caseFiles, count: releases.value?.filter(({ state }) => state === "active").length },
    { id: "account", to: "account/", label: words.access },
  ];
  return (
    <Shell sections={sections} section={match?.route.section ?? ""}>
      {match === null ? <NotFound /> : match.route.view(match.params)}
    </Shell>
  );
}

export function App() {
  return <Gate open={() => <Open />} />;
}
