import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { facts, wordingFacts } from "../../../src/domain/dimension.ts";
import { instrumentFor } from "../../../src/domain/wave.ts";
import { figuresApart, modulesStandApart } from "../../../src/instrument/checks/modules.ts";
import type { Check, Surveys } from "../../../src/instrument/checks/surveys.ts";
import {
  bereavedSpared,
  carersAsked,
  easyReadMissing,
  easyReadWhole,
  wordsOnly,
} from "../../../src/instrument/checks/variants.ts";
import type { Answers, Instrument, Question, Respondent } from "../../../src/instrument/definition.ts";
import { itemsOf } from "../../../src/instrument/items.ts";
import {
  hasEasyRead,
  keepReachable,
  maximumQuestions,
  optionsOf,
  pathOf,
  questionsOnOnePage,
  specialOptions,
  warningOf,
  wordedAs,
  wordingOf,
} from "../../../src/instrument/path.ts";
import { instrumentOf, instruments, measureOf } from "../../../src/instrument/registry.ts";
import { question, sound, withFile, withMeasure, withQuestion } from "./fixture.ts";

/** Any answers that the questions offer, in whatever words. */
const answersTo = (instrument: Instrument): fc.Arbitrary<Answers> =>
  fc.record(
    Object.fromEntries(
      instrument.questions.map((each): [string, fc.Arbitrary<readonly string[]>] => {
        const codes = [...optionsOf(each), ...specialOptions(each)].map(({ code }) => code);
        if (each.kind === "text") return [each.id, fc.constantFrom([], ["a word"])];
        return [each.id, fc.subarray(codes, each.kind === "many" ? {} : { maxLength: 1 })];
      }),
    ),
  );

const anyone = fc
  .constantFrom(...instruments)
  .chain((instrument) =>
    fc.tuple(
      fc.constant(instrument),
      answersTo(instrument),
      fc.record({ facts: fc.subarray([...facts]), draw: fc.double({ min: 0, max: 0.999_999, noNaN: true }) }),
    ),
  );

const law = (holds: (instrument: Instrument, answers: Answers, respondent: Respondent) => void) =>
  fc.assert(
    fc.property(anyone, ([instrument, answers, respondent]) => holds(instrument, answers, respondent)),
    { numRuns: 500 },
  );

const inEasyWords = (respondent: Respondent): Respondent => ({ ...respondent, variant: "easy" });
const idsOf = (path: readonly Question[]) => path.map(({ id }) => id);

describe("easy read, whoever answers whatever", () => {
  test("asks those questions of the usual path that have easy words, in the same order, and no others", () => {
    law((instrument, answers, respondent) => {
      const usual = pathOf(instrument, answers, respondent);
      const easy = pathOf(instrument, answers, inEasyWords(respondent));
      expect(idsOf(easy)).toEqual(idsOf(usual.filter((each) => each.easy || !hasEasyRead(instrument))));
      expect(easy.length).toBeGreaterThan(0);
      expect(easy.length).toBeLessThanOrEqual(maximumQuestions(instrument, "easy"));
    });
  });

  test("feeds the same figures with the same codes, the whole fixed core among them", () => {
    law((instrument, answers, respondent) => {
      const usual = itemsOf(instrument, answers, respondent);
      const easy = itemsOf(instrument, answers, inEasyWords(respondent));
      for (const [measure, code] of Object.entries(easy.items)) expect(usual.items[measure]).toEqual(code);
      if (pathOf(instrument, answers, respondent).some(({ block }) => block === "core"))
        expect(easy.outcome).toBe(usual.outcome);
      for (const each of instrument.questions)
        expect(optionsOf(each, "easy").map(({ code }) => code)).toEqual(optionsOf(each).map(({ code }) => code));
    });
  });

  test("loses no answer on the way there and back", () => {
    law((instrument, answers, respondent) => {
      const draft = keepReachable(instrument, answers, respondent);
      const easy = pathOf(instrument, draft, inEasyWords(respondent));
      const saved = keepReachable(
        instrument,
        { ...draft, ...keepReachable(instrument, draft, inEasyWords(respondent)) },
        respondent,
      );
      expect(saved).toEqual(draft);
      expect(idsOf(easy)).toEqual(idsOf(pathOf(instrument, saved, inEasyWords(respondent))));
    });
  });

  test("leaves nothing on the one page that it does not ask, and nothing out that it does", () => {
    law((instrument, answers, respondent) => {
      const page = idsOf(questionsOnOnePage(instrument, inEasyWords(respondent)));
      const path = idsOf(pathOf(instrument, answers, inEasyWords(respondent)));
      expect(page).toEqual(expect.arrayContaining(path));
      const asked = instrument.questions.filter(({ easy }) => easy || !hasEasyRead(instrument));
      expect(idsOf(asked)).toEqual(expect.arrayContaining(page));
    });
  });
});

test("other words never change which questions are asked", () => {
  law((instrument, answers, respondent) => {
    const without = {
      ...respondent,
      facts: respondent.facts.filter((fact) => !wordingFacts.some((one) => one === fact)),
    };
    for (const variant of ["standard", "easy"] as const) {
      const path = pathOf(instrument, answers, { ...respondent, variant });
      expect(idsOf(path)).toEqual(idsOf(pathOf(instrument, answers, { ...without, variant })));
    }
  });
});

const surveysOfPeople = instruments.filter(({ by, form }) => by === "victim" && form !== "closure");

describe("the words of every survey", () => {
  const shown = (fact: string, variant: "standard" | "easy") =>
    surveysOfPeople.flatMap((instrument) =>
      pathOf({ ...instrument, draws: [] }, {}, { facts: [], draw: 0, variant }).map((each) =>
        wordingOf(each, { facts: [fact], draw: 0, variant }),
      ),
    );

  test.each(["standard", "easy"] as const)("call no bereaved family a victim, in %s words", (variant) => {
    const words = shown("bereaved", variant).flatMap(({ en, cy }) => [en, cy]);
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((text) => /\ba victim\b|happened to you|fel dioddefwr|dioddef trosedd/i.test(text))).toEqual(
      [],
    );
  });

  test.each(["standard", "easy"] as const)("ask a parent or carer about the child, in %s words", (variant) => {
    const words = shown("parent-or-carer", variant).map(({ en }) => en);
    const ofTheReader =
      /\byou(r| were)? (safety|needs|rights|evidence|ethnic|main language|a victim|treated with respect)\b/i;
    expect(words.filter((text) => ofTheReader.test(text))).toEqual([]);
    expect(words.filter((text) => /your child/.test(text)).length).toBeGreaterThan(10);
  });

  test("spare a bereaved parent before anybody else", () => {
    const c6 = instrumentOf("report@1").questions.find(({ id }) => id === "C6");
    if (c6 === undefined) throw new Error("C6");
    expect(wordingOf(c6, { facts: ["bereaved", "parent-or-carer"], draw: 0 }).en).toContain("bereaved relative");
  });
});

test("an answer says in which words it was given, and no more", () => {
  const [report, closure] = [instrumentOf("report@1"), instrumentOf("closure-officer@1")];
  const named = (facts: readonly string[], variant?: "easy") =>
    wordedAs(report, { facts, draw: 0, ...(variant && { variant }) });
  expect(named([])).toBe("report@1");
  expect(named(["safety-flag"])).toBe("report@1");
  expect(named([], "easy")).toBe("report@1+easy");
  expect(named(["parent-or-carer"])).toBe("report@1+carer");
  expect(named(["parent-or-carer", "bereaved"], "easy")).toBe("report@1+bereaved+easy");
  expect(wordedAs(closure, { facts: [], draw: 0, variant: "easy" })).toBe("closure-officer@1");
});

describe("the sexual-offence survey", () => {
  const survey = instrumentOf("sexual-offence@1");

  test("is given at every stage to a case of that kind, never to a bereaved family, and never as a closure form", () => {
    expect(instrumentFor("trial", ["serious-sexual", "domestic-abuse"])).toBe("sexual-offence@1");
    expect(instrumentFor("report", ["domestic-abuse"])).toBe("report@1");
    expect(instrumentFor("report", ["serious-sexual", "bereaved"])).toBe("report@1");
    expect(instrumentFor("closure", ["serious-sexual"])).toBe("closure-victim@1");
  });

  test("feeds no figure that another survey feeds", () => {
    const own = survey.questions.flatMap(({ measure }) => measure ?? []);
    expect(own.map((id) => measureOf(id).module)).toEqual(own.map(() => "sexual-offence"));
    const others = instruments.filter(({ id }) => id !== survey.id);
    expect(
      others.flatMap(({ questions }) => questions.filter(({ measure }) => own.some((id) => id === measure))),
    ).toEqual([]);
  });

  test("warns before it asks whether people were believed, and asks nothing of what happened or of who did it", () => {
    const first = survey.questions.find(({ block }) => block === "stage");
    if (first === undefined) throw new Error("SX1");
    expect(warningOf(first, { facts: [], draw: 0 })?.en).toMatch(/None of them asks what happened/);
    expect(warningOf(first, { facts: [], draw: 0, variant: "easy" })?.en).toMatch(/does not ask what happened/);
    const words = survey.questions.map(({ text }) => text.en).join(" ");
    expect(words).not.toMatch(/rape|assault|attack|offender|suspect|perpetrator|abuser|what happened/i);
  });
});

const both = (text: string) => ({ en: `${text} in English`, cy: `${text} yn Gymraeg` });
const easy = { text: both("easy") };

/** The sound surveys with easy words on the whole core of the first. */
const withEasy = withFile("report", ({ questions }) => ({
  questions: questions.map((each) =>
    ["core", "rotating"].includes(each.block) || each.id === "A0" ? { ...each, easy } : each,
  ),
}));

const inEasy = (id: string, change: Partial<Question>): Surveys => ({
  ...withEasy,
  files: withEasy.files.map((file) => ({
    ...file,
    instrument: {
      ...file.instrument,
      questions: file.instrument.questions.map((each) =>
        each.id === id && file.instrument.form === "report" ? { ...each, ...change } : each,
      ),
    },
  })),
});

/** The sound surveys with a module beside them: its core is the first's, with figures of its own. */
function withModule(change: (questions: readonly Question[]) => readonly Question[]): Surveys {
  const [report] = sound.files;
  if (report === undefined) throw new Error("report");
  const core = report.instrument.questions.filter(({ id, block }) => id === "A0" || block === "core");
  const own = core.map((each) => ({ ...each, ...(each.measure && { measure: `SX${each.measure}` }) }));
  const [first, ...rest] = own;
  const believed = question("SX1", { warning: both("warning") });
  const questions = change([...(first ? [first] : []), believed, ...rest]);
  const instrument: Instrument = {
    ...report.instrument,
    id: "sexual-offence@1",
    form: "sexual-offence",
    questions: [...questions],
  };
  const apart = { module: "sexual-offence" as const };
  return {
    ...sound,
    files: [...sound.files, { file: "surveys/sexual-offence/v1.json", instrument, json: instrument }],
    measures: [
      ...sound.measures,
      ...sound.measures
        .filter(({ core: of }) => of === "fixed")
        .map((each) => ({
          ...each,
          id: `SX${each.id}`,
          ...apart,
        })),
      ...sound.measures.filter(({ id }) => id === "RPT1").map((each) => ({ ...each, id: "SX1", ...apart })),
    ],
  };
}

const inModule = (id: string, change: Partial<Question>) =>
  withModule((questions) => questions.map((each) => (each.id === id ? { ...each, ...change } : each)));

/** What is wrong, which check says so, and the sentence in which it does. */
const mistakes: readonly (readonly [string, Check, Surveys, string])[] = [
  [
    "a question of which nobody said how a parent is asked it",
    carersAsked,
    withQuestion("report", "RPT1", { carer: undefined }),
    'surveys/report/v1.json, question RPT1: say under carer how a parent or carer is asked ("your child"), or "same" where the usual words fit them.',
  ],
  [
    "a question that would hurt",
    bereavedSpared,
    withQuestion("report", "RPT1", {
      text: { en: "Were you told your rights as a victim?", cy: "A gawsoch chi wybod?" },
    }),
    "surveys/report/v1.json, question RPT1: it calls a bereaved family a victim; say under bereaved how they are asked.",
  ],
  [
    "a question that only a bereaved family is asked",
    wordsOnly,
    withQuestion("report", "RPT3", { askIf: [{ fact: "bereaved" }] }),
    'surveys/report/v1.json, question RPT3: askIf looks at the fact "bereaved", which may only choose words (bereaved, carer).',
  ],
  [
    "easy read without part of the core",
    easyReadWhole,
    inEasy("C1", { easy: undefined }),
    "surveys/report/v1.json, question C1: easy read leaves it out; it must ask the whole core.",
  ],
  [
    "easy read that hangs on what it does not ask",
    easyReadWhole,
    inEasy("RPT2", { easy }),
    "surveys/report/v1.json, question RPT2: in easy read it hangs on RPT1, which easy read does not ask.",
  ],
  [
    "easy words that forget the carer",
    easyReadWhole,
    inEasy("C7", { carer: both("carer") }),
    'surveys/report/v1.json, question C7, easy: say under carer how a parent or carer is asked, or "same" where the easy words fit them.',
  ],
  [
    "easy words that forget the bereaved",
    easyReadWhole,
    inEasy("C7", { bereaved: both("bereaved") }),
    'surveys/report/v1.json, question C7, easy: say under bereaved how a bereaved family is asked, or "same" where the easy words fit them.',
  ],
  [
    "easy words that are not easy",
    easyReadWhole,
    inEasy("C1", { easy: { text: both("word ".repeat(20).trim()) } }),
    "surveys/report/v1.json, question C1, easy: a sentence has more than 20 words.",
  ],
  [
    "easy read that is as long as the survey",
    easyReadWhole,
    withFile("charge", ({ questions }) => ({ questions: questions.map((each) => ({ ...each, easy })) })),
    "surveys/charge/v1.json: easy read asks as many questions as the usual words; it must ask fewer.",
  ],
  [
    "a survey without easy read",
    easyReadMissing,
    sound,
    "surveys/charge/v1.json: it has no easy read; who asks for it is asked in the usual words.",
  ],
  [
    "a module that words the core anew",
    modulesStandApart,
    inModule("C1", { text: both("other") }),
    "surveys/sexual-offence/v1.json, question C1: its words, answers or askIf differ from surveys/report/v1.json; the core is the same.",
  ],
  [
    "a module that leaves out part of the core",
    modulesStandApart,
    withModule((questions) => questions.filter(({ id }) => id !== "C1")),
    "surveys/sexual-offence/v1.json: C1 of the fixed core is missing.",
  ],
  [
    "a module that asks the core in another order",
    modulesStandApart,
    withModule((questions) => questions.toReversed()),
    "surveys/sexual-offence/v1.json, question C2.CPS: it stands in another place than in surveys/report/v1.json.",
  ],
  [
    "a module that would be sent as a text",
    modulesStandApart,
    inModule("SX1", { sms: both("sms") }),
    "surveys/sexual-offence/v1.json, question SX1: it has words for a text; this survey is never sent as one.",
  ],
  [
    "a module that asks about the person",
    modulesStandApart,
    inModule("SX1", { block: "profile" }),
    "surveys/sexual-offence/v1.json, question SX1: this survey is answered by few; it does not ask to be compared, nor about the person.",
  ],
  [
    "a module that does not warn",
    modulesStandApart,
    inModule("SX1", { warning: undefined }),
    "surveys/sexual-offence/v1.json, question SX1: say under warning what the next questions are about, and that they may be skipped.",
  ],
  [
    "a module that feeds the stages' figures",
    figuresApart,
    inModule("C1", { measure: "C1" }),
    "surveys/sexual-offence/v1.json, question C1: C1 is a figure of the stages; this survey is published apart and needs figures of its own.",
  ],
  [
    "a stage that feeds a module's figure",
    figuresApart,
    withMeasure("RPT1", { module: "sexual-offence" }),
    "surveys/report/v1.json, question RPT1: RPT1 is a figure of the sexual-offence survey alone.",
  ],
];

describe("the checks of other words and of modules tell an editor of", () => {
  test.for(mistakes)("%s", ([, check, surveys, sentence]) => {
    expect(check(surveys)).toContain(sentence);
  });

  test("nothing, where all is sound", () => {
    const sane = withModule((questions) => questions);
    expect(
      [carersAsked, bereavedSpared, wordsOnly, easyReadWhole, modulesStandApart, figuresApart].flatMap((check) =>
        check(sane),
      ),
    ).toEqual([]);
    expect(easyReadWhole(withEasy)).toEqual([]);
  });
});
