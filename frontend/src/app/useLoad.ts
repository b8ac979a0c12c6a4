/** Loading what a page shows: the value, or why there is none, and how to try again. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { Problem } from "../api/problem";
import { errorWords } from "./notices";

export type Loaded<Value> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: Value }
  | { readonly state: "failed"; readonly missing: boolean; readonly why: string };

export interface Loading<Value> {
  readonly loaded: ReadonlySignal<Loaded<Value>>;
  /** Loads again; what is shown stays until the new value is there. */
  readonly reload: () => Promise<void>;
}

export function useLoad<Value>(load: () => Promise<Value>, key: string): Loading<Value> {
  const loaded = useSignal<Loaded<Value>>({ state: "loading" });
  const run = useRef(0);
  const latest = useRef(load);
  latest.current = load;
  const reload = useCallback(async (): Promise<void> => {
    run.current += 1;
    const mine = run.current;
    try {
      const value = await latest.current();
      if (mine === run.current) loaded.value = { state: "ready", value };
    } catch (error) {
      const missing = error instanceof Problem && error.missing;
      const why = errorWords(error);
      if (mine === run.current) loaded.value = { state: "failed", missing, why };
    }
  }, []);
  useEffect(() => {
    loaded.value = { state: "loading" };
    void reload();
    return () => {
      run.current += 1;
    };
  }, [key]);
  return { loaded, reload };
}
