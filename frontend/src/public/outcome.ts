/** Asking the desk's server, and what can come of it; nothing is kept on the device. */
import { type JsonObject } from "../sealing/encoding";

/** What the server said. `offline`: no answer came, so that trying again is right. */
export interface Outcome {
  readonly status: number | "offline";
  readonly code: string;
  readonly body: unknown;
}

const PATIENCE_MS = 60_000;

/** POSTs JSON to our own server. Never throws for a broken connection. */
export async function ask(path: string, value: JsonObject): Promise<Outcome> {
  return answer(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
}

/** GETs JSON from our own server. */
export async function fetchJson(path: string): Promise<Outcome> {
  return answer(path, {});
}

async function answer(path: string, options: RequestInit): Promise<Outcome> {
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
  }, PATIENCE_MS);
  try {
    const response = await fetch(path, {
      ...options,
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: stop.signal,
    });
    const body: unknown = await response.json();
    return { status: response.status, code: codeOf(body), body };
  } catch {
    return { status: "offline", code: "", body: null };
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(body: unknown): string {
  if (typeof body !== "object" || body === null || !("code" in body)) return "";
  return typeof body.code === "string" ? body.code : "";
}
