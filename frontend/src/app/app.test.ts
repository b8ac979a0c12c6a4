// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { ask, askMaybe, clientHooks } from "../api/client";
import { Problem } from "../api/problem";
import { routes } from "../desk/routes";
import { sameWords } from "../vault/wordlists";
import { idleLimit } from "../vault/idle";
import { catalogue, language } from "./i18n/language";
import { spanWords } from "./i18n/labels";
import { routeMatch } from "./router";
import { inSlices } from "./slices";

function answer(status: number, body: unknown): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  vi.stubGlobal("fetch", vi.fn(() => Promise.resolve(new Response(status === 204 ? null : text, { status }))));
}

describe("the client", () => {
  it("sends the token with what changes something, and says which asking is a poll", async () => {
    for (const [name, content] of [["csrf", "token"], ["root", "/partner/"]] as const) {
      document.head.append(Object.assign(document.createElement("meta"), { name, content }));
    }
    answer(200, { ok: true });
    await ask("me", { poll: true });
    await ask("vault", { method: "PUT", body: { a: 1 } });
    const calls = vi.mocked(fetch).mock.calls;
    expect(calls[0]?.[0]).toBe("/partner/api/me");
    expect(calls[0]?.[1]?.headers).toMatchObject({ "X-Vigia-Poll": "1" });
    expect(calls[0]?.[1]?.headers).not.toHaveProperty("X-CSRFToken");
    expect(calls[1]?.[1]?.headers).toMatchObject({ "X-CSRFToken": "token" });
    document.head.replaceChildren();
  });

  it("turns refusals into problems, and tells who has to hear of them", async () => {
    const heard: string[] = [];
    clientHooks({ signedOut: () => heard.push("out"), stepUp: () => heard.push("up") });
    answer(401, { code: "signed_out", message: "x" });
    await expect(ask("me")).rejects.toMatchObject({ status: 401, code: "signed_out" });
    answer(403, { code: "step_up", message: "" });
    await expect(ask("me")).rejects.toMatchObject({ stepUp: true });
    answer(403, { code: "forbidden", message: "" });
    await expect(ask("me")).rejects.toMatchObject({ stepUp: false });
    answer(500, "<html>");
    await expect(ask("me")).rejects.toMatchObject({ status: 500, code: "refused" });
    answer(404, undefined);
    expect(await askMaybe("me")).toBeNull();
    answer(201, undefined);
    expect(await ask("me")).toBeUndefined();
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    await expect(ask("me")).rejects.toBeInstanceOf(Problem);
    expect(heard).toEqual(["out", "up"]);
  });
});

describe("words", () => {
  it("fall back to Spanish, and are listed as missing until somebody says them", () => {
    const words = catalogue({ es: { one: "uno", many: (n: number) => `${String(n)} cosas` }, en: { one: "one", many: (n: number) => `${String(n)} things` }, fr: { one: "un" } });
    language.value = "fr";
    expect([words().one, words().many(2)]).toEqual(["un", "2 cosas"]);
    expect([words.missing("fr"), words.missing("en"), words.missing("pt-br")]).toEqual([["many"], [], ["one", "many"]]);
    language.value = "es";
  });

  it("of a mark have at most 14 characters with brackets and a two-digit number", () => {
    for (const one of ["es", "pt-br", "en", "fr"] as const) {
      language.value = one;
      for (const word of Object.values(spanWords())) expect(`${word} 12`.length).toBeLessThanOrEqual(14);
    }
    language.value = "es";
  });

  it("of a fingerprint are the same in any writing, and never for a wrong or missing one", () => {
    const words = ["cinta", "potro", "grasa", "ancla", "pitón", "palpar"];
    expect(sameWords("Cinta, POTRO grasa; ancla piton palp", words)).toBe(true);
    expect(sameWords("cinta potro grasa ancla pitón palma", words)).toBe(false);
    expect(sameWords("cinta potro grasa ancla pitón", words)).toBe(false);
    expect(sameWords("cin pot gra anc pit pal", words)).toBe(false);
    expect(sameWords("potro cinta grasa ancla pitón palpar", words)).toBe(false);
  });
});

describe("paths", () => {
  const id = "01234567-89ab-4def-8123-456789abcdef";

  it("find their page and their parameters", () => {
    expect(routeMatch(routes, "")?.route.section).toBe("inbox");
    expect(routeMatch(routes, `tips/${id}/`)?.params).toEqual({ id });
    expect(routeMatch(routes, "people/")?.route.section).toBe("people");
  });

  it.each(["tips/", "tips//", "tips/a/b/", "sign-out/", "people"])("%s is no page", (path) => {
    expect(routeMatch(routes, path)).toBeNull();
  });
});

describe("long work", () => {
  it("goes on in slices, tells how far it is, and ends when it is stopped", async () => {
    const done: number[] = [];
    const seen: number[] = [];
    expect(await inSlices([1, 2, 3], (item) => { done.push(item); }, { sliceMs: 0, progress: (count) => { seen.push(count); } })).toBe(true);
    expect([done, seen]).toEqual([[1, 2, 3], [1, 2, 3, 3]]);
    const stop = new AbortController();
    const part: number[] = [];
    const work = (item: number): void => {
      part.push(item);
      if (item === 2) stop.abort();
    };
    expect(await inSlices([1, 2, 3, 4], work, { signal: stop.signal })).toBe(false);
    expect(part).toEqual([1, 2]);
  });

  it("ends before the server does", () => {
    expect([idleLimit(1800), idleLimit(60), idleLimit(10)]).toEqual([1770, 30, 30]);
  });
});
