/** Moving about without leaving the page: plain links, taken over where a page of the application has their path. */
import { computed, signal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { pagesRoot } from "../api/client";
import { noticeClear } from "./notices";

export type Params = Readonly<Record<string, string>>;

export interface Route {
  /** Below the root, such as `tips/:id/`; "" is the root itself. */
  readonly path: string;
  /** Which entry of the rail it belongs to. */
  readonly section: string;
  readonly view: (params: Params) => VNode;
}

export interface Match {
  readonly route: Route;
  readonly params: Params;
}

/** The route of a path below the root; null where none has it. */
export function routeMatch(routes: readonly Route[], path: string): Match | null {
  const parts = path.split("/");
  for (const route of routes) {
    const wanted = route.path.split("/");
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, at) => {
      const given = parts[at] ?? "";
      if (!part.startsWith(":")) return part === given;
      params[part.slice(1)] = given;
      return given !== "";
    });
    if (fits) return { route, params };
  }
  return null;
}

function below(pathname: string): string | null {
  const root = pagesRoot();
  return pathname.startsWith(root) ? pathname.slice(root.length) : null;
}

let known: readonly Route[] = [];
const path = signal("");

export const here = computed(() => path.value);

/** The address of a page of the application. */
export function href(to: string): string {
  return `${pagesRoot()}${to}`;
}

/** Goes to a page of the application; `to` is below the root. */
export function navigate(to: string, replace = false): void {
  if (replace) history.replaceState(null, "", href(to));
  else history.pushState(null, "", href(to));
  noticeClear();
  path.value = to;
}

function taken(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return null;
  if (link.hash !== "") return null;
  const to = below(link.pathname);
  return to !== null && routeMatch(known, to) !== null ? to : null;
}

/** Takes over the links to known routes, and the browser's back and forward. */
export function routerStart(routes: readonly Route[]): void {
  known = routes;
  path.value = below(location.pathname) ?? "";
  document.addEventListener("click", (event) => {
    const to = taken(event);
    if (to === null) return;
    event.preventDefault();
    navigate(to);
  });
  window.addEventListener("popstate", () => {
    path.value = below(location.pathname) ?? "";
  });
}

export interface PageProps {
  /** The page's one `h1`, and its name in the window's title. */
  readonly title: string;
  readonly children: ComponentChildren;
  /** Beside the heading, such as a search field. */
  readonly beside?: ComponentChildren;
  /** Above the heading, such as where one came from. */
  readonly above?: ComponentChildren;
  /** Right below the heading, such as badges. */
  readonly under?: ComponentChildren;
}

let first = true;

/** A page: after a change of route its heading has the focus, so that keyboard and screen reader begin there. */
export function Page({ title, children, beside, above, under }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Vigía`;
  }, [title]);
  useEffect(() => {
    if (!first) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    first = false;
  }, []);
  const head = (
    <div class="head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {beside}
    </div>
  );
  return (
    <>
      {above === undefined && under === undefined ? (
        head
      ) : (
        <div class="stack">
          {above}
          {head}
          {under}
        </div>
      )}
      {children}
    </>
  );
}
