import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkSurveys } from "../../../src/instrument/checks/all.ts";
import { versionsKnown } from "../../../src/instrument/checks/comparability.ts";
import { ceilingHeld, coreSame, measuredOnce } from "../../../src/instrument/checks/core.ts";
import {
  answersKeptApart,
  measuresAgree,
  measuresAsked,
  rightsKnown,
  scalesSound,
} from "../../../src/instrument/checks/measures.ts";
import {
  canonicalJson,
  publishedUnchanged,
  unpublished,
  welshAwaited,
} from "../../../src/instrument/checks/published.ts";
import { type Folder, readSurveys } from "../../../src/instrument/checks/read.ts";
import {
  answersOffered,
  codesUnique,
  drawsDeclared,
  filesNamed,
  reachable,
  routesBackward,
} from "../../../src/instrument/checks/routing.ts";
import type { Check, Surveys } from "../../../src/instrument/checks/surveys.ts";
import { textsFit, textsFitOnePart, textsReveal, translated } from "../../../src/instrument/checks/words.ts";
import { question, sound, withFile, withMeasure, withQuestion } from "./fixture.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const readFolder = (): Folder =>
  Object.fromEntries(globSync("surveys/**/*.json").map((file) => [file, JSON.parse(readFileSync(file, "utf8"))]));

const addQuestion = (rest: Parameters<typeof question>[1]): Surveys =>
  withFile("report", ({ questions }) => {
    const [first, ...others] = questions;
    return { questions: [...(first ? [first] : []), question("EXTRA", rest), ...others] };
  });

const sms = (en: string, cy = en) => withQuestion("charge", "CHG1", { sms: { en, cy } });

/** The surveys with a record of the first right. */
const withRecord = (record: NonNullable<Surveys["rights"][number]["recorded"]>[number]): Surveys => ({
  ...sound,
  rights: sound.rights.map((right, index) => (index === 0 ? { ...right, recorded: [record] } : right)),
});

/** What is wrong, which check says so, and the sentence in which it does. */
const mistakes: readonly (readonly [string, Check, Surveys, string])[] = [
  [
    "a file whose name does not fit its id",
    filesNamed,
    withFile("report", () => ({ id: "report@2" })),
    "surveys/report/v1.json: it says that it is report@2 (report); the folder and file name say otherwise.",
  ],
  [
    "two questions of one name",
    codesUnique,
    withQuestion("report", "RPT2", { id: "RPT1" }),
    "surveys/report/v1.json: two questions are both called RPT1.",
  ],
  [
    "a code that means two options",
    codesUnique,
    addQuestion({
      scale: undefined,
      options: [
        { code: "a", text: { en: "one", cy: "un" } },
        { code: "a", text: { en: "two", cy: "dau" } },
      ],
    }),
    "surveys/report/v1.json, question EXTRA: the code a is used for two options.",
  ],
  [
    "an option that takes the code of a special answer",
    codesUnique,
    addQuestion({ scale: undefined, options: [{ code: "dna", text: { en: "one", cy: "un" } }] }),
    "surveys/report/v1.json, question EXTRA: the code dna is kept for an answer that every question offers by itself.",
  ],
  [
    "a question with nothing to choose from",
    answersOffered,
    addQuestion({ scale: undefined }),
    "surveys/report/v1.json, question EXTRA: it needs either a scale or options of its own, and not both.",
  ],
  [
    "a scale that does not exist",
    answersOffered,
    addQuestion({ scale: "S9" }),
    "surveys/report/v1.json, question EXTRA: there is no scale S9 in surveys/measures.json.",
  ],
  [
    "a question that looks at a later one",
    routesBackward,
    withQuestion("report", "RPT1", { askIf: [{ answer: "RPT2", in: ["yes"] }] }),
    "surveys/report/v1.json, question RPT1: askIf looks at question RPT2, which is asked later; it can only look at earlier ones.",
  ],
  [
    "a question that looks at itself",
    routesBackward,
    withQuestion("report", "RPT1", { askIf: [{ answer: "RPT1", in: ["yes"] }] }),
    "surveys/report/v1.json, question RPT1: askIf looks at question RPT1, which is asked later; it can only look at earlier ones.",
  ],
  [
    "a question that looks at one of another survey",
    routesBackward,
    withQuestion("report", "RPT2", { askIf: [{ answer: "CHG1", notIn: ["no"] }] }),
    "surveys/report/v1.json, question RPT2: askIf looks at question CHG1, which is not in this survey.",
  ],
  [
    "a question that looks for an answer nobody can give",
    routesBackward,
    withQuestion("report", "RPT2", { askIf: [{ answer: "RPT1", in: ["perhaps"] }] }),
    'surveys/report/v1.json, question RPT2: askIf looks for the answer "perhaps" to RPT1, which that question does not offer.',
  ],
  [
    "a fact that the engine does not know",
    routesBackward,
    withQuestion("report", "RPT3", { askIf: [{ fact: "full-moon" }] }),
    'surveys/report/v1.json, question RPT3: askIf names the fact "full-moon", which the engine does not know.',
  ],
  [
    "a question that nobody can be asked",
    reachable,
    withQuestion("report", "RPT2", {
      askIf: [
        { answer: "RPT1", in: ["yes"] },
        { answer: "RPT1", in: ["no"] },
      ],
    }),
    "surveys/report/v1.json, question RPT2: nobody would ever be asked it; see its askIf.",
  ],
  [
    "a group that is not declared",
    drawsDeclared,
    withQuestion("report", "RPT2", { group: "lottery" }),
    "surveys/report/v1.json, question RPT2: its group lottery is not under draws.",
  ],
  [
    "thirteen scored items",
    ceilingHeld,
    withFile("report", ({ questions }) => ({
      questions: [...Array.from({ length: 8 }, (_, index) => question(`MORE${index}`)), ...questions],
    })),
    "surveys/report/v1.json: some people would be asked 14 scored items (MORE0, MORE1, MORE2, MORE3, MORE4, MORE5, MORE6, MORE7, RPT1, RPT2, RPT3, C2, C1, rotating); the most is 12.",
  ],
  [
    "one figure asked for twice",
    measuredOnce,
    withQuestion("report", "RPT2", { measure: "RPT1" }),
    "surveys/report/v1.json: some people would be asked for measure RPT1 twice; see askIf.",
  ],
  [
    "a core item that is missing",
    coreSame,
    withFile("charge", ({ questions }) => ({ questions: questions.filter(({ id }) => id !== "C1") })),
    "surveys/charge/v1.json: C1 of the fixed core is missing.",
  ],
  [
    "a core item in other words at one stage",
    coreSame,
    withQuestion("charge", "C1", { text: { en: "How splendid was it?", cy: "Pa mor wych oedd e?" } }),
    "surveys/charge/v1.json, question C1: it differs from surveys/report/v1.json; wording, options and askIf must be the same at every stage.",
  ],
  [
    "a core item in another place at one stage",
    coreSame,
    withFile("charge", ({ questions }) => ({
      questions: questions.toSorted((a, b) => Number(b.id === "C1") - Number(a.id === "C1")),
    })),
    "surveys/charge/v1.json, question C1: it stands in another place than in surveys/report/v1.json.",
  ],
  [
    "a stage's question after the core",
    coreSame,
    withFile("report", ({ questions }) => ({ questions: [...questions, question("LATE")] })),
    "surveys/report/v1.json, question LATE: it stands too late; the order is the stage's questions, the fixed core, the rotating core, the closing questions, the profile.",
  ],
  [
    "an item that the methodology does not name in the core",
    coreSame,
    withQuestion("report", "RPT3", { block: "core" }),
    "surveys/report/v1.json: RPT3 stands in the fixed core, but the national methodology does not name it there.",
  ],
  [
    "a measure that does not exist",
    measuresAgree,
    withQuestion("report", "RPT1", { measure: "RPT9" }),
    "surveys/report/v1.json, question RPT1: there is no measure RPT9 in surveys/measures.json.",
  ],
  [
    "a measure on another scale",
    measuresAgree,
    withMeasure("RPT1", { scale: "S7" }),
    "surveys/report/v1.json, question RPT1: its scale is YN, but measure RPT1 is on S7.",
  ],
  [
    "a measure about another agency",
    measuresAgree,
    withMeasure("C2.POL", { agency: "CPS" }),
    "surveys/report/v1.json, question C2.POL: it asks about POL, but measure C2.POL is about CPS.",
  ],
  [
    "a measure that forgets a stage",
    measuresAgree,
    withMeasure("C1", { stages: ["report"] }),
    "surveys/charge/v1.json, question C1: measure C1 does not name the stage charge.",
  ],
  [
    "a measure that nobody asks",
    measuresAsked,
    withMeasure("RPT1", { stages: ["report", "trial"] }),
    "surveys/measures.json, measure RPT1: no survey of the stage trial asks it.",
  ],
  [
    "a measure that shows other words than were asked",
    measuresAsked,
    withMeasure("RPT1", { question: { en: "Were they kind?", cy: "Oedden nhw'n garedig?" } }),
    "surveys/measures.json, measure RPT1: the words of its question are not the words that the survey asks.",
  ],
  [
    "scores that are not even steps",
    scalesSound,
    { ...sound, scales: { YN: { points: 3, options: sound.scales["YN"]?.options ?? [] } } },
    "surveys/measures.json, scale YN: points says 3, so the scores must be that many even steps from 0 to 100.",
  ],
  [
    "a right that does not exist",
    rightsKnown,
    withMeasure("RPT1", { rights: ["VC13"] }),
    "surveys/measures.json, measure RPT1: there is no right VC13 in surveys/rights.json.",
  ],
  [
    "a right that is missing",
    rightsKnown,
    { ...sound, rights: sound.rights.slice(1) },
    "surveys/rights.json: the right VC01 is missing.",
  ],
  [
    "a right that nothing measures",
    rightsKnown,
    withMeasure("C1", { rights: [] }),
    "surveys/rights.json, right VC07: no measure is about it.",
  ],
  [
    "a record beside a question that does not exist",
    rightsKnown,
    withRecord({ act: "needs-assessment", from: "report", asked: "RPT9" }),
    "surveys/rights.json, right VC01, recorded needs-assessment: there is no measure RPT9 in surveys/measures.json.",
  ],
  [
    "a record beside a question about another right",
    rightsKnown,
    withRecord({ act: "needs-assessment", from: "report", asked: "RPT1" }),
    "surveys/rights.json, right VC01, recorded needs-assessment: measure RPT1 is not about this right.",
  ],
  [
    "a record beside a question of another stage",
    rightsKnown,
    withRecord({ act: "personal-statement-offered", from: "decision", asked: "RPT1" }),
    "surveys/rights.json, right VC01, recorded personal-statement-offered: measure RPT1 is not asked at the stage charge.",
  ],
  [
    "a victim's answer that would go to the case",
    answersKeptApart,
    withQuestion("report", "RPT1", { keptWith: "case" }),
    "surveys/report/v1.json, question RPT1: what a victim answers is never kept with the case.",
  ],
  [
    "free text that would go to the case",
    answersKeptApart,
    withFile("report", ({ questions }) => ({
      by: "officer",
      questions: questions.map((each) => (each.kind === "text" ? { ...each, keptWith: "case" } : each)),
    })),
    "surveys/report/v1.json, question OPEN1: free text is never kept with the case; offer reasons to choose from.",
  ],
  [
    "words that are the same in both languages",
    translated,
    withQuestion("report", "RPT1", { text: { en: "Were you told?", cy: "Were you told?" } }),
    "surveys/report/v1.json, question RPT1, text: the Welsh is the same as the English; it needs a translation.",
  ],
  [
    "words that are only half translated",
    translated,
    withQuestion("report", "RPT1", { hint: { en: "Ask the officer", cy: "Gofynnwch i the officer" } }),
    'surveys/report/v1.json, question RPT1, hint: the Welsh has the English word "the" in it.',
  ],
  [
    "words that are missing",
    translated,
    withQuestion("report", "RPT1", { text: { en: "Were you told?", cy: " " } }),
    "surveys/report/v1.json, question RPT1, text: the words are missing in one language.",
  ],
  [
    "a period in one language only",
    translated,
    withQuestion("report", "RPT1", { text: { en: "How was it {period}?", cy: "Sut oedd pethau?" } }),
    "surveys/report/v1.json, question RPT1, text: {period} stands in one language and not in the other.",
  ],
  [
    "a text of three messages",
    textsFit,
    sms("a".repeat(307)),
    "surveys/charge/v1.json, question CHG1, text message in English is too long: 307 characters and 3 messages; the most is two messages.",
  ],
  [
    "a Welsh text that a circumflex makes long",
    textsFit,
    sms("Short", `${"a".repeat(140)}ŵ`),
    "surveys/charge/v1.json, question CHG1, text message in Welsh is too long: 141 characters and 3 messages because of ŵ, which makes every letter count double; the most is two messages.",
  ],
  [
    "a text that shows what it is about",
    textsReveal,
    sms("How were things?", "Sut oedd yr heddlu?"),
    'surveys/charge/v1.json, question CHG1, text message in Welsh has the word "heddlu": somebody else may see this text, so it must not show what it is about.',
  ],
  [
    "a published survey that has changed",
    publishedUnchanged(sha256),
    { ...sound, published: { "surveys/report/v1.json": sha256("something else") } },
    "surveys/report/v1.json: it was published and has changed since; if nobody has answered it, publish it again (npm run surveys -- --publish surveys/report/v1.json); else make a new version beside it (v2.json).",
  ],
  [
    "a published survey that is gone",
    publishedUnchanged(sha256),
    { ...sound, published: { "surveys/report/v0.json": "" } },
    "surveys/report/v0.json: it was published and is gone; a published survey stays, because answers name it.",
  ],
  [
    "a pair of versions of which one asks no such figure",
    versionsKnown,
    { ...sound, pairs: [{ state: "break", measure: "C1", earlier: "report@1", later: "report@2", why: "new scale" }] },
    "surveys/methodology/comparability.json, C1 from report@1 to report@2: no survey report@2 asks C1.",
  ],
  [
    "versions of two surveys, compared",
    versionsKnown,
    { ...sound, pairs: [{ state: "same", measure: "C1", earlier: "report@1", later: "charge@1", why: "one core" }] },
    "surveys/methodology/comparability.json, C1 from report@1 to charge@1: name two versions of one survey, the earlier one first.",
  ],
  [
    "a text of two messages (advice)",
    textsFitOnePart,
    sms("a".repeat(161)),
    "surveys/charge/v1.json, question CHG1, text message in English takes 161 characters and 2 messages; one message would be better.",
  ],
  [
    "a survey that is not published (advice)",
    unpublished,
    sound,
    "surveys/report/v1.json is not published yet: publish it before anybody answers it.",
  ],
  [
    "Welsh that awaits its translator (advice)",
    welshAwaited,
    sound,
    "surveys/report/v1.json: a translator has not signed the Welsh off yet.",
  ],
];

describe("checks of the surveys", () => {
  test("find nothing wrong in a small survey that is sound", () => {
    expect(checkSurveys(sound, sha256).faults).toEqual([]);
  });

  test.for(mistakes)("find %s", ([, check, surveys, sentence]) => {
    expect(check(surveys)).toContain(sentence);
  });

  test("find nothing wrong in the surveys that victims are asked", () => {
    const read = readSurveys(readFolder());
    if ("faults" in read) throw new Error(read.faults.join("\n"));
    expect(read.surveys.files.map(({ instrument }) => instrument.id)).toEqual([
      "charge@1",
      "closure-officer@1",
      "closure-victim@1",
      "post-conviction@1",
      "report@1",
      "sexual-offence@1",
      "trial@1",
    ]);
    expect(checkSurveys(read.surveys, sha256).faults).toEqual([]);
  });
});

describe("reading the surveys", () => {
  test("names the question and the field that is not of the documented form", () => {
    const folder = readFolder();
    const report = structuredClone(folder["surveys/report/v1.json"]) as { questions: object[] };
    const [first, second, third] = report.questions;
    Object.assign(first ?? {}, { blok: "routing" });
    Object.assign(second ?? {}, { kind: "slider" });
    Object.assign(third ?? {}, { text: { en: "Is it?" }, hint: { en: "", cy: "" } });
    const read = readSurveys({ ...folder, "surveys/report/v1.json": report });
    expect("faults" in read && read.faults).toEqual([
      "surveys/report/v1.json, question A0, blok: this field is not one that a survey has; is its name spelt right?",
      'surveys/report/v1.json, question RPT1, kind: this must be ("one" or "many" or "text"), not "slider".',
      "surveys/report/v1.json, question RPT2, text, cy: this field is missing.",
      "surveys/report/v1.json, question RPT2, hint, en: this is empty.",
      "surveys/report/v1.json, question RPT2, hint, cy: this is empty.",
    ]);
  });

  test("gives one hash whatever the order of keys and the spaces", () => {
    expect(canonicalJson(JSON.parse('{ "b": [1, {"d": null, "c": "é"}], "a": true }'))).toBe(
      '{"a":true,"b":[1,{"c":"é","d":null}]}',
    );
  });
});
