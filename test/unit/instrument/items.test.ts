import { describe, expect, test } from "vitest";
import type { Answers, Respondent } from "../../../src/instrument/definition.ts";
import { itemsOf } from "../../../src/instrument/items.ts";
import { currentInstrument, instrumentOf, measureOf } from "../../../src/instrument/registry.ts";

const anyone: Respondent = { facts: [], draw: 0 };
const report = currentInstrument("report", "victim");
const outcomeOf = (answers: Answers, respondent = anyone) => itemsOf(report, answers, respondent).outcome;

describe("answers taken apart", () => {
  test("keep items, comment, consent and profile apart, special codes too, and drop what is off the path", () => {
    const answers = {
      "A0": ["POL"],
      "C2.POL": ["partly"],
      "C2.CPS": ["no"],
      "RPT2": ["dna"],
      "RPT5": ["6"],
      "RPT6": ["fully"],
      "C1": ["pns"],
      "C8": ["neither"],
      "OPEN1": ["A call back."],
      "JOURNEY": ["yes"],
      "PROFILE": ["yes"],
      "ETHNICITY": ["mixed"],
      "DISABILITY": ["pns"],
    };
    expect(itemsOf(report, answers, anyone)).toEqual({
      items: { "C2.POL": "partly", "RPT2": "dna", "RPT5": "6", "C1": "pns" },
      forCase: {},
      comment: "A call back.",
      journeyConsent: true,
      profile: { ethnicity: "mixed" },
      outcome: "break-off",
    });
  });

  test("give one measure whichever wording was asked", () => {
    const answers = { RPT2S: ["yes"], RPT2: ["no"] };
    expect(itemsOf(report, answers, { facts: ["safety-flag"], draw: 0 }).items).toEqual({ RPT2: "yes" });
    expect(measureOf("RPT2").stages).toEqual(["report"]);
  });

  test("part an officer's record into what the force acts on and what is said of the service", () => {
    const answers = {
      VCD1: ["held"],
      VCD2: ["They listened."],
      VCD3: ["declined"],
      VCD4: ["withdrew"],
      VCD5: ["fear", "delay"],
      VCD6: ["vc03", "vc12"],
      VCD6N: ["vc11"],
      VCD6R: ["no-conviction"],
    };
    expect(itemsOf(instrumentOf("closure-officer@1"), answers, anyone)).toMatchObject({
      items: { VCD3: "declined", VCD5: ["fear", "delay"] },
      forCase: {
        VCD1: "held",
        VCD4: "withdrew",
        VCD6: ["vc03", "vc12"],
        VCD6N: ["vc11"],
        VCD6R: ["no-conviction"],
      },
      comment: "They listened.",
      journeyConsent: false,
    });
  });
});

describe("a survey", () => {
  const core = { C3: ["5"], C5: ["yes"], C6: ["dna"], C1: ["pns"] };

  test("is complete when the fixed core that was asked is answered, special answers included", () => {
    expect(outcomeOf(core)).toBe("complete");
    expect(outcomeOf({ ...core, "A0": ["POL", "SUP"], "C2.POL": ["no"], "C2.SUP": ["pns"] })).toBe("complete");
  });

  test("is partial while one agency of C2 is unanswered: its agencies are one item", () => {
    expect(outcomeOf({ ...core, "A0": ["POL", "SUP"], "C2.POL": ["no"] })).toBe("partial");
  });

  test("is partial with half of the fixed core and overall satisfaction, else broken off", () => {
    expect(outcomeOf({ C3: ["5"], C1: ["7"] })).toBe("partial");
    expect(outcomeOf({ C3: ["5"], C5: ["yes"], C6: ["no"] })).toBe("break-off");
    expect(outcomeOf({ C1: ["7"] })).toBe("break-off");
    expect(outcomeOf({})).toBe("break-off");
  });

  test("by text message is complete on the items that the short form asks", () => {
    const short = { ...anyone, short: true };
    expect(outcomeOf({ C1: ["7"], C3: ["6"] }, short)).toBe("complete");
    expect(outcomeOf({ C1: ["7"] }, short)).toBe("partial");
    expect(outcomeOf({ C3: ["6"] }, short)).toBe("break-off");
  });
});

describe("the registry", () => {
  test("throws on an id that no record of ours can hold", () => {
    expect(() => instrumentOf("report@99")).toThrow("there is no instrument report@99");
    expect(() => measureOf("C9")).toThrow("there is no measure C9");
    expect(() => currentInstrument("trial", "officer")).toThrow("there is no trial form for the officer");
  });
});
