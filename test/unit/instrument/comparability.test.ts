import { describe, expect, it } from "vitest";
import type { ComparedPair } from "../../../src/instrument/comparability.ts";
import { instrumentOf } from "../../../src/instrument/registry.ts";
import { comparability, comparabilityBy } from "../../../src/results/comparability.ts";

const report = instrumentOf("report@1");

/** Further versions of the survey after a report, each with some questions changed. */
const version = (number: number, change: (text: string, measure: string | undefined) => string) => ({
  ...report,
  id: `report@${number}`,
  questions: report.questions.map((question) => ({
    ...question,
    text: { ...question.text, cy: change(question.text.cy, question.measure) },
  })),
});

const instruments = [
  report,
  version(2, (text, measure) => (measure === "C3" ? `${text} (newydd)` : text)),
  version(3, (text, measure) => (measure === "C3" ? `${text} (newydd)` : measure === "C1" ? `${text} Nawr` : text)),
  version(4, (text, measure) => (measure === "C3" || measure === "C1" ? `${text} Eto` : text)),
];

const bridge = (
  earlier: string,
  later: string,
  points: number,
): Extract<ComparedPair, { readonly state: "bridged" }> => ({
  state: "bridged",
  measure: "C1",
  earlier,
  later,
  points,
  pointsError: 0.6,
  logit: points / 20,
  logitError: 0.03,
  study: { quarters: ["2027-Q1", "2027-Q2"], earlierAnswers: 2000, laterAnswers: 2000, report: "study 1" },
});

const between = comparabilityBy({
  instruments,
  published: new Set(["report@1", "report@2", "report@3", "report@4"]),
  pairs: [bridge("report@2", "report@3", -3), { ...bridge("report@3", "report@4", 1), pointsError: 0.8 }],
});

describe("two versions of a survey", () => {
  it("go on from each other in a figure whose published words are the same in both languages", () => {
    expect(between("C1", "report@1", "report@2")).toEqual({ state: "same" });
    expect(between("C5", "report@1", "report@4")).toEqual({ state: "same" });
    expect(comparability("C1", "report@1", "report@1")).toEqual({ state: "same" });
  });

  it("break where words changed and nobody has studied what that did", () => {
    expect(between("C3", "report@1", "report@2")).toEqual({ state: "break" });
    expect(between("C3", "report@2", "report@3")).toEqual({ state: "same" });
    expect(between("C3", "report@1", "report@3")).toEqual({ state: "break" });
  });

  it("break where a survey does not ask the figure, or is not another version", () => {
    expect(between("CHG1", "report@1", "report@2")).toEqual({ state: "break" });
    expect(comparability("C1", "report@1", "charge@1")).toEqual({ state: "break" });
    expect(between("C1", "report@1", "report@9")).toEqual({ state: "break" });
  });

  it("break where the words of one may still change", () => {
    const draft = comparabilityBy({ instruments, published: new Set(["report@1"]), pairs: [] });
    expect(draft("C1", "report@1", "report@2")).toEqual({ state: "break" });
  });

  it("are bridged by what a study found, over the versions between, with errors that add up", () => {
    const way = between("C1", "report@1", "report@4");
    if (way.state !== "bridged") throw new Error(way.state);
    expect(way.points).toBeCloseTo(-2, 12);
    expect(way.logit).toBeCloseTo(-0.1, 12);
    expect(way.standardError).toBeCloseTo(1, 12);
    expect(way.logitError).toBeCloseTo(Math.hypot(0.03, 0.03), 12);
  });

  it("are bridged backwards by the same shift the other way", () => {
    expect(between("C1", "report@3", "report@2")).toEqual({
      state: "bridged",
      points: 3,
      standardError: 0.6,
      logit: 0.15,
      logitError: 0.03,
    });
  });

  it("break where somebody has said so, also where the words are the same", () => {
    const told = comparabilityBy({
      instruments,
      published: new Set(["report@1", "report@2"]),
      pairs: [{ state: "break", measure: "C1", earlier: "report@1", later: "report@2", why: "asked first now" }],
    });
    expect(told("C1", "report@1", "report@2")).toEqual({ state: "break" });
    expect(told("C1", "report@2", "report@1")).toEqual({ state: "break" });
  });
});
