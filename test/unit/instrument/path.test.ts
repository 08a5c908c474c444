import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { facts } from "../../../src/domain/dimension.ts";
import { type Answers, type Instrument, type Respondent, variants } from "../../../src/instrument/definition.ts";
import { isScored, itemIdOf } from "../../../src/instrument/items.ts";
import {
  acceptAnswer,
  keepReachable,
  maximumQuestions,
  optionsOf,
  pathOf,
  questionsOnOnePage,
  specialOptions,
  wordingOf,
} from "../../../src/instrument/path.ts";
import { currentInstrument, instrumentOf, instruments } from "../../../src/instrument/registry.ts";

/** Anything that might stand in a draft: skipped, chosen, chosen together, or nonsense. */
function answersTo(instrument: Instrument): fc.Arbitrary<Answers> {
  const toOne = instrument.questions.map((question): [string, fc.Arbitrary<readonly string[]>] => {
    const codes = [...optionsOf(question), ...specialOptions(question)].map(({ code }) => code);
    const one = fc.constantFrom(...codes, "nonsense").map((code) => [code]);
    return [question.id, fc.oneof(fc.constant([]), question.kind === "many" ? fc.subarray(codes) : one)];
  });
  return fc
    .record(Object.fromEntries(toOne), { requiredKeys: [] })
    .map((answers) => Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, answer ?? []])));
}

const someone: fc.Arbitrary<Respondent> = fc.record({
  facts: fc.subarray([...facts]),
  draw: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => n / 2 ** 32),
  short: fc.boolean(),
  variant: fc.constantFrom(...variants),
});

const anyone = fc
  .constantFrom(...instruments)
  .chain((instrument) => fc.tuple(fc.constant(instrument), answersTo(instrument), someone));

const law = (holds: (instrument: Instrument, answers: Answers, respondent: Respondent) => void) =>
  fc.assert(
    fc.property(anyone, ([instrument, answers, respondent]) => holds(instrument, answers, respondent)),
    { numRuns: 500 },
  );

const idsOf = (...given: Parameters<typeof pathOf>) => pathOf(...given).map(({ id }) => id);

describe("the path through a survey, whoever answers whatever", () => {
  test("is the same after answers off it are dropped, and dropping twice changes nothing", () => {
    law((instrument, answers, respondent) => {
      const kept = keepReachable(instrument, answers, respondent);
      expect(keepReachable(instrument, kept, respondent)).toEqual(kept);
      expect(idsOf(instrument, kept, respondent)).toEqual(idsOf(instrument, answers, respondent));
    });
  });

  test("is never longer than the maximum that people are told", () => {
    law((instrument, answers, respondent) => {
      expect(pathOf(instrument, answers, respondent).length).toBeLessThanOrEqual(maximumQuestions(instrument));
    });
  });

  test("asks a victim at most twelve scored items, and no figure twice", () => {
    law((instrument, answers, respondent) => {
      const path = pathOf(instrument, answers, respondent);
      const measured = path.flatMap(({ measure }) => measure ?? []);
      expect(new Set(measured).size).toBe(measured.length);
      if (instrument.by === "officer") return;
      expect(new Set(path.filter(isScored).map(itemIdOf)).size).toBeLessThanOrEqual(12);
    });
  });

  test("asks what a question hangs on before the question, and goes in the order of the file", () => {
    law((instrument, answers, respondent) => {
      const path = idsOf(instrument, answers, respondent);
      const order = instrument.questions.map(({ id }) => id).filter((id) => path.includes(id));
      expect(path).toEqual(order);
      const tooEarly = pathOf(instrument, answers, respondent).flatMap(({ id, askIf }) =>
        askIf.filter((clause) => "in" in clause && !path.slice(0, path.indexOf(id)).includes(clause.answer)),
      );
      expect(respondent.short ? [] : tooEarly).toEqual([]);
    });
  });

  test("is wholly on the one-page form", () => {
    law((instrument, answers, respondent) => {
      const page = questionsOnOnePage(instrument, respondent).map(({ id }) => id);
      expect(page).toEqual(expect.arrayContaining(idsOf(instrument, answers, respondent)));
    });
  });

  test("does not change before a question when that question is answered", () => {
    law((instrument, answers, respondent) => {
      const path = idsOf(instrument, answers, respondent);
      path.forEach((id, index) => {
        const { [id]: _, ...others } = answers;
        expect(idsOf(instrument, others, respondent).slice(0, index + 1)).toEqual(path.slice(0, index + 1));
      });
    });
  });
});

const core = (rotating: string, ...c2: readonly string[]) => [...c2, "C3", "C5", "C6", "C1", rotating];
const ending = ["OPEN1", "JOURNEY", "PROFILE"];
const profile = ["ETHNICITY", "DISABILITY", "MAIN-LANGUAGE"];

/** Paths worked out by hand from instruments.md 1.12 and decisions.md 11. */
const paths: readonly (readonly [string, string, Answers, Respondent, readonly string[]])[] = [
  [
    "somebody who reported, was offered support and met the police and a service",
    "report@1",
    { A0: ["POL", "SUP"], RPT4: ["yes"], PROFILE: ["yes"] },
    { facts: [], draw: 0 },
    ["A0", "RPT1", "RPT2", "RPT3", "RPT4", "RPT4A", "RPT5", ...core("C4", "C2.POL", "C2.SUP"), ...ending, ...profile],
  ],
  [
    "somebody whose report goes no further, and to whom writing was not safe",
    "report@1",
    { A0: ["none"], RPT4: ["yes"] },
    { facts: ["no-further-action", "safety-flag"], draw: 0.34 },
    ["A0", "RPT1", "RPT2S", "RPT3", "RPT4", "RPT5", "RPT6", ...core("C7"), ...ending],
  ],
  [
    "somebody told of a decision not to charge a suspect who is out on bail",
    "charge@1",
    { A0: ["CPS"], CHG1: ["yes"] },
    { facts: ["not-charged", "suspect-released"], draw: 0.99 },
    ["A0", "CHG1", "CHG2", "CHG3", "CHG4", "CHG5", "CHG6", ...core("C8", "C2.CPS"), ...ending],
  ],
  [
    "somebody who was never told the decision",
    "charge@1",
    { A0: [], CHG1: ["no"] },
    { facts: ["not-charged"], draw: 0 },
    ["A0", "CHG1", "CHG5", ...core("C4"), ...ending],
  ],
  [
    "somebody who went to court",
    "trial@1",
    { A0: ["WCU", "HMCTS", "CPS"] },
    { facts: ["attended"], draw: 0.5 },
    ["A0", "TRL1", "TRL2", "TRL4", "TRL5", "TRL6", "TRL7", ...core("C7", "C2.CPS", "C2.HMCTS", "C2.WCU"), ...ending],
  ],
  [
    "somebody who did not go to court",
    "trial@1",
    {},
    { facts: [], draw: 0 },
    ["A0", "TRL1", "TRL2", "TRL3", "TRL7", ...core("C4"), ...ending],
  ],
  [
    "somebody in the contact scheme who asked for their property",
    "post-conviction@1",
    { A0: ["PROB", "SUP"], PCV2: ["yes"], PCV5A: ["property"] },
    { facts: ["contact-scheme"], draw: 0 },
    [
      "A0",
      "PCV1",
      "PCV2",
      "PCV3",
      "PCV4",
      "PCV5A",
      "PCV5.PROPERTY",
      "PCV7",
      ...core("C4", "C2.PROB", "C2.SUP"),
      ...ending,
    ],
  ],
  [
    "somebody eligible for the contact scheme who was never told of it",
    "post-conviction@1",
    { PCV2: ["no"], PCV5A: ["none"] },
    { facts: ["contact-scheme"], draw: 0 },
    ["A0", "PCV1", "PCV2", "PCV5A", ...core("C4"), ...ending],
  ],
  [
    "somebody outside the contact scheme",
    "post-conviction@1",
    { PCV5A: ["expenses"] },
    { facts: [], draw: 0 },
    ["A0", "PCV1", "PCV5A", "PCV5.EXPENSES", "PCV6", ...core("C4"), ...ending],
  ],
  ["the short form after a report", "report@1", {}, { facts: [], draw: 0, short: true }, ["RPT5", "C3", "C1", "OPEN1"]],
  [
    "the short form after a decision",
    "charge@1",
    {},
    { facts: [], draw: 0, short: true },
    ["CHG6", "C3", "C1", "OPEN1"],
  ],
  ["the short form after a trial", "trial@1", {}, { facts: [], draw: 0, short: true }, ["TRL1", "C3", "C1", "OPEN1"]],
  [
    "the short form in the contact scheme",
    "post-conviction@1",
    {},
    { facts: ["contact-scheme"], draw: 0, short: true },
    ["PCV3", "C3", "C1", "OPEN1"],
  ],
  [
    "an officer who held the discussion with a victim who withdrew",
    "closure-officer@1",
    { VCD1: ["held"], VCD3: ["2"], VCD4: ["withdrew"], VCD6N: ["vc11"], VCD8: ["housing"] },
    { facts: [], draw: 0 },
    [
      "VCD1",
      "VCD2",
      "VCD3",
      "VCD4",
      "VCD5",
      "VCD6",
      "VCD6N",
      "VCD6R",
      "VCD7",
      "VCD8",
      "VCD8A",
      "VCD9",
      "VCD10",
      "VCD10C",
    ],
  ],
  [
    "an officer who does not say what was offered, and so not what was accepted",
    "closure-officer@1",
    { VCD1: ["held"], VCD8A: ["housing"] },
    { facts: [], draw: 0 },
    ["VCD1", "VCD2", "VCD3", "VCD4", "VCD6", "VCD6N", "VCD7", "VCD8", "VCD9", "VCD10", "VCD10C"],
  ],
  [
    "an officer who could not reach the victim",
    "closure-officer@1",
    { VCD1: ["attempted"], VCD4: ["withdrew"], VCD6N: ["none"] },
    { facts: [], draw: 0 },
    ["VCD1", "VCD1R", "VCD4", "VCD6N", "VCD7", "VCD8", "VCD9", "VCD10", "VCD10C"],
  ],
  [
    "a victim who closes the case themselves",
    "closure-victim@1",
    { VCF3: ["withdrew"] },
    { facts: [], draw: 0 },
    ["VCF1", "VCF2", "VCF3", "VCF4", "VCF5", "VCF6", "VCF7", "VCF8", "OPEN1", "JOURNEY"],
  ],
];

describe("the path of", () => {
  test.for(paths)("%s", ([, instrument, answers, respondent, expected]) => {
    expect(idsOf(instrumentOf(instrument), answers, respondent)).toEqual(expected);
  });
});

describe("chance", () => {
  test("gives each third of the draw one item of the rotating core", () => {
    const rotating = (draw: number) =>
      idsOf(instrumentOf("report@1"), {}, { facts: [], draw }).find((id) => /^C[478]$/.test(id));
    expect([0, 0.333, 0.334, 0.666, 0.667, 0.999].map(rotating)).toEqual(["C4", "C4", "C7", "C7", "C8", "C8"]);
  });

  test("picks three of six agencies uniformly, and apart from the rotating item", () => {
    const everyAgency = { A0: ["POL", "CPS", "HMCTS", "WCU", "PROB", "SUP"] };
    const counts = new Map<string, number>();
    const draws = 60 * 20 * 2;
    for (let index = 0; index < draws; index++) {
      const path = idsOf(instrumentOf("trial@1"), everyAgency, { facts: [], draw: (index + 0.5) / draws });
      const drawn = path.filter((id) => /^C2\.|^C[478]$/.test(id)).join(" ");
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    // Twenty subsets of three by three rotating items.
    expect(counts.size).toBe(60);
    expect(new Set(counts.values())).toEqual(new Set([draws / 60]));
  });
});

describe("an answer that is posted", () => {
  const asked = (id: string) => {
    const question = instruments.flatMap(({ questions }) => questions).find((each) => each.id === id);
    if (question === undefined) throw new Error(id);
    return question;
  };

  test("may be skipped, special or one of those offered, and nothing else", () => {
    const c1 = asked("C1");
    expect(acceptAnswer(c1, [])).toEqual({ ok: true, answer: [] });
    expect(acceptAnswer(c1, ["7"])).toEqual({ ok: true, answer: ["7"] });
    expect(acceptAnswer(c1, ["dna"])).toEqual({ ok: true, answer: ["dna"] });
    expect(acceptAnswer(c1, ["8"])).toEqual({ ok: false, fault: "choose-one-offered" });
    expect(acceptAnswer(c1, ["7", "6"])).toEqual({ ok: false, fault: "choose-one-offered" });
    expect(acceptAnswer(asked("JOURNEY"), ["dna"])).toEqual({ ok: false, fault: "choose-one-offered" });
    expect(acceptAnswer(asked("VCD4"), ["pns"])).toEqual({ ok: false, fault: "choose-one-offered" });
  });

  test("keeps what was chosen over “none of these”, in the order of the form", () => {
    expect(acceptAnswer(asked("A0"), ["none", "SUP", "POL"])).toEqual({ ok: true, answer: ["POL", "SUP"] });
    expect(acceptAnswer(asked("A0"), ["none"])).toEqual({ ok: true, answer: ["none"] });
    expect(acceptAnswer(asked("A0"), ["pns", "none"])).toEqual({ ok: true, answer: ["none"] });
  });

  test("is text of at most two thousand characters", () => {
    expect(acceptAnswer(asked("OPEN1"), ["  Diolch. "])).toEqual({ ok: true, answer: ["Diolch."] });
    expect(acceptAnswer(asked("OPEN1"), ["   "])).toEqual({ ok: true, answer: [] });
    expect(acceptAnswer(asked("OPEN1"), ["a".repeat(2001)])).toEqual({ ok: false, fault: "too-long" });
  });
});

describe("the words of a survey", () => {
  test("have the period filled in, in both languages", () => {
    const all = instruments.flatMap(({ questions }) => questions.flatMap(({ text }) => [text.en, text.cy]));
    expect(all.filter((words) => words.includes("{"))).toEqual([]);
    expect(currentInstrument("trial", "victim").questions.find(({ id }) => id === "C3")?.text).toEqual({
      en: "How satisfied or dissatisfied are you with how well you have been kept informed since the case went to court?",
      cy: "Pa mor fodlon neu anfodlon ydych chi ar ba mor dda y cawsoch chi'r wybodaeth ddiweddaraf ers i'r achos fynd i'r llys?",
    });
  });

  test("are others for a bereaved family, where the usual ones would hurt", () => {
    const c8 = currentInstrument("report", "victim").questions.find(({ id }) => id === "C8");
    if (c8 === undefined) throw new Error("C8");
    expect(wordingOf(c8, { facts: [], draw: 0 }).en).toMatch(/^If you were a victim/);
    expect(wordingOf(c8, { facts: ["bereaved"], draw: 0 }).en).toMatch(/^If you were affected by a crime/);
  });
});
