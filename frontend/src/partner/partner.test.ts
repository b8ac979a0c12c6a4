// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import type { CaseFileRow } from "../api/types";
import { caseFileWords } from "../app/i18n/casefile";
import { incidentWords } from "../app/i18n/incidents";
import { languageSet } from "../app/i18n/language";
import { partnerWords } from "../app/i18n/partner";
import { kindsWords, redactWords } from "../app/i18n/redact";
import { inOrder } from "../desk/casefiles/CaseFilesPage";
import { redactedCounts } from "../desk/casefiles/SourceView";
import { LABELS } from "../desk/redact/markWords";
import { TLP_LABELS } from "../sealing/statements";
import { ruleWords } from "./Releases";

describe("words of the case file pages", () => {
  it.each([
    ["case files", caseFileWords],
    ["incidents", incidentWords],
    ["partner", partnerWords],
    ["redaction", redactWords],
    ["kinds", kindsWords],
  ])("%s: English says everything", (_name, words) => {
    expect(words.missing("en")).toEqual([]);
  });

  it("has a plural for every label and a rule for every TLP label, in both languages", () => {
    for (const language of ["es", "en"]) {
      languageSet(language);
      for (const label of LABELS) expect(kindsWords()[label]).not.toBe("");
      const rules = TLP_LABELS.map(ruleWords);
      expect(new Set(rules).size).toBe(TLP_LABELS.length);
      expect(rules.some((rule) => rule.startsWith("rule_"))).toBe(false);
    }
  });
});

describe("the list of case files", () => {
  const row = (id: string, author: string, state: string, created_at: string): CaseFileRow =>
    ({ id, author: { id: author, name: author }, state, created_at }) as CaseFileRow;
  const rows = [
    row("old", "ines", "approved", "2027-01-01"),
    row("new", "ines", "awaiting_approval", "2027-03-01"),
    row("back", "ines", "returned", "2027-02-01"),
    row("mine", "rosa", "awaiting_approval", "2027-02-02"),
  ];

  it("puts first what the reader has to do", () => {
    expect(inOrder(rows, "ines", false).map(({ id }) => id)).toEqual(["back", "new", "mine", "old"]);
    expect(inOrder(rows, "rosa", true).map(({ id }) => id)).toEqual(["new", "mine", "back", "old"]);
  });

  it("counts marks and places by kind", () => {
    const item = (label: "PERSON" | "PLACE", number: number) => ({ label, number, value: "x", reason: "" });
    const redactions = { caseFile: "", revision: 1, values: [], items: [item("PERSON", 1), item("PERSON", 1), item("PERSON", 2), item("PLACE", 1)] };
    expect(redactedCounts(redactions)).toEqual([
      { label: "PERSON", marks: 2, times: 3 },
      { label: "PLACE", marks: 1, times: 1 },
    ]);
  });
});
