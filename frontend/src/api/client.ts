/** One typed way to the server, with the CSRF token, and what happens when the session has ended. */
import { Problem, problemOf } from "./problem";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Asked {
  readonly method?: Method;
  readonly body?: unknown;
  /** A poll is no activity: it does not keep an idle session alive. */
  readonly poll?: boolean;
}

export interface ClientHooks {
  /** The session has ended: pages keep what was typed and offer to sign in again. */
  readonly signedOut: () => void;
  /** The step needs a fresh second factor: the page goes to where it is asked for. */
  readonly stepUp: () => void;
}

let hooks: ClientHooks = { signedOut: () => undefined, stepUp: () => undefined };

/** Who hears of ended sessions and asked-for second factors; set once, at the start of an application. */
export function clientHooks(wanted: ClientHooks): void {
  hooks = wanted;
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

/** The root of the audience's pages, `/desk/` or `/partner/`, as the shell names it. */
export function pagesRoot(): string {
  return meta("root") || "/desk/";
}

export async function ask<Answer>(path: string, { method = "GET", body, poll = false }: Asked = {}): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = meta("csrf");
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (poll) headers["X-Vigia-Poll"] = "1";
  let response: Response;
  try {
    response = await fetch(`${pagesRoot()}api/${path}`, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, "offline", "");
  }
  if (response.ok) return (await answerOf(response)) as Answer;
  const problem = await problemOf(response);
  if (problem.signedOut) hooks.signedOut();
  if (problem.stepUp) hooks.stepUp();
  throw problem;
}

/** Answers to writes may be empty. */
async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

/** The same where a 404 is an answer, too: there is none. */
export async function askMaybe<Answer>(path: string, asked: Asked = {}): Promise<Answer | null> {
  try {
    return await ask<Answer>(path, asked);
  } catch (error) {
    if (error instanceof Problem && error.missing) return null;
    throw error;
  }
}
