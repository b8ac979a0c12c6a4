/** One case file being written: its state, what follows from it, and its sealed draft. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { caseFilesApi, incidentsApi, peopleApi } from "../../api/desk";
import type { CaseFileOut, OrganisationOut } from "../../api/types";
import { SealingError } from "../../sealing/errors";
import { draftLoad, draftSave } from "../../vault/drafts";
import { hexOf } from "../../vault/ids";
import { today, vault } from "../../vault/keyring";
import { commonWords } from "../data/commonWords";
import { incidentOpen } from "../incidentStore";
import { tipLoad, tipNumber } from "../tip/tipStore";
import { type OpenedTip, workBegin } from "./beginning";
import { type Problem, problemsOf } from "./build";
import { type Field, fieldsOf } from "./fields";
import { foldingForget } from "./folding";
import { matchingForget } from "./matching";
import { type Item, readableItems, unconfirmed } from "./readables";
import { type Work, workRead, workValue } from "./work";

export interface RedactLoaded {
  readonly out: CaseFileOut;
  readonly partners: readonly OrganisationOut[];
  readonly tips: readonly OpenedTip[];
  /** Numbers of tips that do not open. */
  readonly shut: readonly string[];
  readonly work: Work;
  readonly fromDraft: boolean;
}

async function draftOf(id: string): Promise<Work | null> {
  const body = await draftLoad(id);
  if (body === null) return null;
  try {
    return workRead(body);
  } catch (error) {
    // A draft of another shape is worth nothing; the tips are still there.
    if (error instanceof SealingError) return null;
    throw error;
  }
}

/** @throws Problem, VaultClosed */
export async function redactLoad(id: string): Promise<RedactLoaded> {
  const [out, people, draft] = await Promise.all([caseFilesApi.get(id), peopleApi.people(), draftOf(id)]);
  const incident = await incidentOpen(await incidentsApi.get(out.row.incident));
  const tips: OpenedTip[] = [];
  const shut: string[] = [];
  for (const tipId of incident.out.tips) {
    const loaded = await tipLoad(tipId);
    if (loaded.state === "shut") shut.push(tipNumber(tipId));
    else {
      const { tip, triage } = loaded;
      tips.push({ id: hexOf(tipId), tip, triage: triage.state === "open" ? triage.triage : null });
    }
  }
  const partners = people.organisations.filter(({ kind }) => kind === "partner");
  const still = new Set(partners.map((one) => hexOf(one.id)));
  const work = draft ?? workBegin(incident.content?.title ?? "", tips);
  return {
    out,
    partners,
    tips,
    shut,
    work: { ...work, organisations: work.organisations.filter((one) => still.has(one)) },
    fromDraft: draft !== null,
  };
}

effect(() => {
  if (vault.value !== null) return;
  foldingForget();
  matchingForget();
});

export type Saved = "nothing" | "due" | "saved" | "kept_here";

export interface RedactStore {
  readonly loaded: RedactLoaded;
  readonly work: ReadonlySignal<Work>;
  readonly fields: ReadonlySignal<readonly Field[]>;
  readonly items: ReadonlySignal<readonly Item[]>;
  readonly open: ReadonlySignal<readonly Item[]>;
  readonly problems: ReadonlySignal<readonly Problem[]>;
  readonly saved: Signal<Saved>;
  /** What is selected, or typed, to be redacted. */
  readonly phrase: Signal<string>;
  /** What was just done to the marks; said in the foot, where it covers no text. */
  readonly said: Signal<string>;
  readonly change: (change: (work: Work) => Work) => void;
  readonly save: () => Promise<void>;
  /** Stops saving: the case file is signed, or gone. */
  readonly stop: () => void;
}

const AUTOSAVE_MS = 2_000;

export function redactStore(loaded: RedactLoaded): RedactStore {
  const { id } = loaded.out.row;
  const work = signal(loaded.work);
  const known = signal<ReadonlyMap<string, ReadonlySet<string>>>(new Map());
  const saved = signal<Saved>(loaded.fromDraft ? "saved" : "nothing");
  const phrase = signal("");
  const said = signal("");
  const fields = computed(() => fieldsOf(work.value));
  const items = computed(() => readableItems(fields.value, (lang) => known.value.get(lang) ?? new Set()));
  const open = computed(() => unconfirmed(work.value, items.value));
  const problems = computed(() => problemsOf(work.value, today()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const learn = (lang: string): void => {
    if (known.peek().has(lang)) return;
    known.value = new Map(known.peek()).set(lang, new Set());
    void commonWords(lang).then((words) => {
      known.value = new Map(known.peek()).set(lang, words);
    });
  };
  const learnAll = (): void => {
    for (const lang of [work.peek().lang, ...work.peek().sections.map((section) => section.lang)]) learn(lang);
  };
  const save = async (): Promise<void> => {
    clearTimeout(timer);
    if (stopped || saved.peek() !== "due") return;
    const now = work.peek();
    const where = await draftSave(id, workValue(now));
    if (work.peek() === now) saved.value = where;
  };
  learnAll();
  return {
    loaded,
    work,
    fields,
    items,
    open,
    problems,
    saved,
    phrase,
    said,
    change: (change) => {
      batch(() => {
        work.value = change(work.peek());
        said.value = "";
        saved.value = "due";
      });
      learnAll();
      clearTimeout(timer);
      timer = setTimeout(() => void save(), AUTOSAVE_MS);
    },
    save,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
