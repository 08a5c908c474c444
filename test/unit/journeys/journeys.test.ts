import fc from "fast-check";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { beginTalk, hear, openQuestion, type Script, shortPath, type Talk } from "../../../src/domain/dialogue.ts";
import { chosenIn, isSlip, severalIn } from "../../../src/domain/heard.ts";
import { isNeutral } from "../../../src/domain/message-rules.ts";
import { type Conversation, receive } from "../../../src/domain/conversation.ts";
import { smsParts } from "../../../src/domain/text-size.ts";
import { isDistress, languageIn } from "../../../src/domain/text-cues.ts";
import { wishOf } from "../../../src/domain/text-words.ts";
import { facts } from "../../../src/domain/dimension.ts";
import { acceptAnswer, keepReachable, optionsOf, specialOptions } from "../../../src/instrument/path.ts";
import type { Answers, Question } from "../../../src/instrument/definition.ts";
import { instantOf } from "../../../src/kernel/time.ts";
import { itemsOf } from "../../../src/instrument/items.ts";
import { instruments } from "../../../src/instrument/registry.ts";
import { aroundDialogue, dialoguePhrases } from "../../../src/ui/phrases-dialogue.ts";
import { sure } from "../invitations/people.ts";
import { play, scriptOf } from "./play.ts";

const names = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".txt"))
  .toSorted();
const PARTS_AT_MOST = 3;

describe("a conversation by text", () => {
  it("has been written down at least 25 times, in both languages", () => {
    expect(names.length).toBeGreaterThanOrEqual(25);
    const welsh = names.filter((name) => name.startsWith("cy-"));
    expect(welsh.length).toBeGreaterThanOrEqual(8);
  });

  it.for(names)("goes as it was reviewed: %s", (name) => {
    const path = join(import.meta.dirname, name);
    const reviewed = readFileSync(path, "utf8");
    const played = play(reviewed);
    // WRITE_JOURNEYS=1 writes what is said now in place of what was reviewed: read it before it is kept.
    if (process.env["WRITE_JOURNEYS"] === "1") writeFileSync(path, played);
    else expect(played).toBe(reviewed);
  });
});

const short = instruments.filter(
  ({ by, questions }) => by === "victim" && questions.some(({ sms }) => sms !== undefined),
);

/** What a victim may type for one step: an answer in some spelling, a special answer, a skip, or noise. */
type Step =
  | { readonly act: "answer"; readonly pick: number; readonly spelling: number }
  | { readonly act: "special"; readonly pick: number }
  | { readonly act: "skip" | "noise" | "language" };

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ act: fc.constant("answer" as const), pick: fc.nat(20), spelling: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("special" as const), pick: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom("skip" as const, "noise" as const, "language" as const) }) },
);

const noises = ["what do you mean", "3 or 4", "bla bla", "👍", "beth?", "9", "you are all useless", "who is this?"];
/** Where words of one's own are asked for, any words are an answer. */
const noiseFor = ({ kind }: Question, index: number) =>
  sure(kind === "text" ? ["what do you mean", "9", "beth?", "👍"][index % 4] : noises[index % noises.length]);
const numberNames = ["", "one", "two", "three", "four", "five", "six", "seven"];
const welshNames = ["", "un", "dau", "tri", "pedwar", "pump", "chwech", "saith"];
const comments = ["Somebody should have rung me.", "Dylai rhywun fod wedi ffonio.", "They listened, 10 out of 10"];

/** Ways of writing one answer. */
function spellings(question: Question, pick: number): { readonly code: string; readonly written: readonly string[] } {
  if (question.kind === "text") {
    const comment = sure(comments[pick % comments.length]);
    return { code: comment, written: [comment] };
  }
  const options = optionsOf(question);
  const { code, text } = sure(options[pick % options.length]);
  const named = [numberNames[Number(code)] ?? code, welshNames[Number(code)] ?? code];
  const written = [
    code,
    `${code}.`,
    ` ${code} `,
    `${code}\uFE0F\u20E3`,
    ...named,
    text.en,
    text.cy,
    text.en.toUpperCase(),
  ];
  return {
    code,
    written: [...written, `${code} - ${text.en}`, `I'd say ${code} please`, `${code}/7`, `${code} because it was so`],
  };
}

/** Goes through a conversation step by step, and gives what a page would have been told besides. */
function walk(script: Script, steps: readonly Step[], startsWelsh: boolean) {
  let turn = beginTalk(script, startsWelsh ? "cy" : "en");
  const said: string[] = [turn.say.join("\n")];
  const posted: Record<string, readonly string[]> = {};
  const take = (text: string) => {
    turn = hear(script, turn.talk, text);
    if (turn.say.length > 0) said.push(turn.say.join("\n"));
  };
  for (const [index, each] of steps.entries()) {
    const question = openQuestion(script, turn.talk);
    if (question === null) break;
    if (each.act === "answer") {
      const { code, written } = spellings(question, each.pick);
      take(sure(written[each.spelling % written.length]));
      posted[question.id] = [code];
    } else if (each.act === "special" && question.kind !== "text") {
      const special = specialOptions(question)[each.pick % specialOptions(question).length];
      take(sure(special).text[turn.talk.locale]);
      posted[question.id] = [sure(special).code];
    } else if (each.act === "noise") take(noiseFor(question, index));
    else if (each.act === "language") take(turn.talk.locale === "en" ? "Cymraeg" : "English");
    else take("skip");
  }
  return { talk: turn.talk, posted, said };
}

/** What the web's form would keep of the same answers, by the short path. */
function onTheWeb({ instrument, respondent }: Script, posted: Answers) {
  const asked = { ...respondent, short: true };
  const accepted = Object.fromEntries(
    instrument.questions.flatMap((question) => {
      const reading = acceptAnswer(question, posted[question.id] ?? []);
      expect(reading.ok).toBe(true);
      return reading.ok ? [[question.id, reading.answer]] : [];
    }),
  );
  return itemsOf(instrument, keepReachable(instrument, accepted, asked), asked);
}

/** From wherever it stands a plain number, or a skip, always leads to the end. */
function finish(script: Script, talk: Talk): number {
  let [now, texts] = [talk, 0];
  for (let question = openQuestion(script, now); question !== null; question = openQuestion(script, now)) {
    now = hear(script, now, texts % 2 === 0 ? "4" : "skip").talk;
    texts++;
    if (texts > 20) throw new Error(`no way on from ${question.id}`);
  }
  return texts;
}

describe("any conversation", () => {
  it(
    "stores what the web's short path stores for the same answers, ends, and fits its texts",
    { timeout: 60_000 },
    () => {
      expect(short.map(({ id }) => id)).toHaveLength(4);
      const walker = fc.tuple(
        fc.constantFrom(...short.map(({ id }) => id)),
        fc.subarray([...facts]),
        fc.boolean(),
        fc.array(step, { maxLength: 14 }),
      );
      fc.assert(
        fc.property(walker, ([id, known, startsWelsh, steps]) => {
          const script = scriptOf(id, known);
          const { talk, posted, said } = walk(script, steps, startsWelsh);
          const asked = { ...script.respondent, short: true };
          expect(itemsOf(script.instrument, talk.answers, asked)).toEqual(onTheWeb(script, posted));
          expect(shortPath(script, talk.answers).map(({ id: each }) => each)).toEqual(
            expect.arrayContaining(Object.keys(talk.answers)),
          );
          for (const text of said) {
            const { parts, alphabet } = smsParts(text);
            expect([alphabet, parts <= PARTS_AT_MOST]).toEqual(["GSM-7", true]);
          }
          expect(finish(script, talk)).toBeLessThanOrEqual(8);
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it("ends at once, in any state, with what asks for it, and keeps nothing", () => {
    const long = "Nobody rang me back for weeks and I have had quite enough of it. STOP!";
    const wishes = ["STOP", "please stop texting me", "wrong number", "Stopiwch", long];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), fc.constantFrom(...wishes), (steps, wish) => {
        const script = scriptOf("report@1", []);
        const turn = hear(script, walk(script, steps, false).talk, wish);
        expect(turn).toMatchObject({ outcome: "stopped", say: [] });
        expect(turn.talk.answers).toEqual({});
      }),
      { numRuns: 200 },
    );
  });

  const atComment = () => {
    const script = scriptOf("report@1", []);
    const { talk } = ["6", "5", "4"].reduce((turn, text) => hear(script, turn.talk, text), beginTalk(script, "en"));
    expect(openQuestion(script, talk)?.kind).toBe("text");
    return { script, talk, rated: { RPT5: "6", C3: "5", C1: "4" } };
  };
  const ratings = (answers: Answers) =>
    Object.fromEntries(Object.entries(answers).flatMap(([id, [code = ""]]) => (id === "OPEN1" ? [] : [[id, code]])));

  it.for([
    "To stop the harassment",
    "Stop taking so long",
    "Stop it happening again",
    "Stop calling me a liar",
    "My ex wont leave me alone and the police did nothing",
    "No more contact from him",
    "Make him stop texting me",
    "I told him, leave me alone, and nobody came",
    "Don't send police who laugh",
    "Don't call me stupid",
    "Do not write it off",
    "I do not want calls at work",
    "They arrested the wrong person",
    "They used the wrong name, wrong person",
    "They had the wrong number for me",
    "The wrong person got charged",
    "She has a new phone and he keeps ringing it",
    "Police didn't remove my details from the website",
    "They never called me again",
    "Peidiwch ag anfon heddlu sy'n chwerthin",
  ])("takes %s for the comment that was asked for, and keeps every rating", (text) => {
    const { script, talk, rated } = atComment();
    const turn = hear(script, talk, text);
    expect(turn.outcome).toBe("finished");
    expect(turn.talk.answers["OPEN1"]).toEqual([text]);
    expect(ratings(turn.talk.answers)).toEqual(rated);
  });

  it.for(["No thanks", "No thank you", "Dim diolch", "not interested"])(
    "takes %s, where a comment is asked for, for nothing to add",
    (text) => {
      const { script, talk, rated } = atComment();
      const turn = hear(script, talk, text);
      expect(turn).toMatchObject({ outcome: "finished", talk: { passed: ["OPEN1"] } });
      expect(ratings(turn.talk.answers)).toEqual(rated);
    },
  );

  it.for([
    "STOP",
    "stop.",
    "S.T.O.P. please",
    "🛑",
    "They were late. STOP!",
    "stop it",
    "I want you to stop",
    "Stopiwch",
    "please stop texting me",
    "I want you to stop sending these",
    "stop all messages",
    "Don't contact me again",
    "do not text",
    "Leave me alone",
    "I don't want any more texts",
    "no more messages",
    "delete my number",
    "Peidiwch â thecstio fi",
    "dim mwy o negeseuon",
    "You did not stop texting me",
    "unsubscribe",
    "fuck off",
    "wrong number",
    "sorry, you have the wrong person",
    "Sorry, wrong number. I don't know her",
    "This is not Sarah's phone",
    "this is not her",
    "She's changed her number",
    "rhif anghywir",
    "Sarah doesn't have this number any more",
    "STOP wrong number",
    "You didn't stop! STOP",
  ])("ends with %s where a comment is asked for too, and keeps nothing", (text) => {
    const { script, talk } = atComment();
    expect(hear(script, talk, text)).toMatchObject({ outcome: "stopped", say: [], talk: { answers: {} } });
  });

  it.for(["he reads my texts", "ddim yn saff", "I felt unsafe", "It is not safe on our street at night"])(
    "ends with %s where a comment is asked for, and keeps the ratings but not the words",
    (text) => {
      const { script, talk } = atComment();
      const turn = hear(script, talk, text);
      expect(turn).toMatchObject({ outcome: "stopped", say: [] });
      expect(turn.talk.answers).toEqual(talk.answers);
    },
  );

  it("tells of help after the end too, each time, and never that all is said", () => {
    const { script, talk } = atComment();
    const first = { talk, heard: [], ended: "answered" as const, isAcknowledged: true };
    let conversation: Conversation = first;
    for (const [index, text] of ["I want to kill myself", "he's at the door", "Mae gen i ofn"].entries()) {
      const at = instantOf(index * 60_000);
      const reception = receive(script, conversation, { name: text, words: text, at, text }, aroundDialogue);
      expect(reception.outcome).toBe("open");
      expect(reception.say).toEqual([dialoguePhrases.help.en, aroundDialogue.unread.en]);
      conversation = reception.conversation;
    }
  });

  it("never loses the answer to what else a text says: the help comes as well", () => {
    const script = scriptOf("report@1", []);
    for (const text of ["2. I am scared of him", "2 because he threatened me", "dau. Mae ofn arna i"]) {
      const { talk, say } = hear(script, beginTalk(script, "en").talk, text);
      expect(talk.answers).toEqual({ RPT5: ["2"] });
      expect(say[0]).toContain("999");
    }
  });

  it("says nothing of its own that tells what it is about, and each in one part or two", () => {
    for (const words of [...Object.values(dialoguePhrases), ...Object.values(aroundDialogue)]) {
      for (const text of [words.en, words.cy]) {
        expect([text, isNeutral(text)]).toEqual([text, true]);
        expect(smsParts(text)).toMatchObject({ alphabet: "GSM-7" });
        expect([text, smsParts(text).parts <= 2]).toEqual([text, true]);
      }
    }
  });
});

describe("reading an answer", () => {
  const question = sure(sure(short[0]).questions.find(({ id }) => id === "C1"));

  it.for([
    ["5", "5"],
    ["5.", "5"],
    ["5️⃣", "5"],
    ["５", "5"],
    ["three", "3"],
    ["thre", "3"],
    ["Saith", "7"],
    ["chwec", "6"],
    ["4 - neither", "4"],
    ["very dissatisfied", "2"],
    ["Very disatisfied", "2"],
    ["neither", "4"],
    ["bodlon iawn", "6"],
    ["cwbl anfodlon", "1"],
    ["5 out of 7", "5"],
    ["6/7", "6"],
    ["I'd give it a 6 thanks", "6"],
    ["1 you never rang me back", "1"],
    ["very satisfied, the woman I spoke to was kind", "6"],
    ["5 5", "5"],
    ["2, they never rang", "2"],
    ["7 they were very good", "7"],
    ["7/7", "7"],
    ["6 very satisfied", "6"],
    ["very satisfied because she listened", "6"],
  ] as const)("takes %s for %s", ([text, code]) => expect(chosenIn(question, text)).toBe(code));

  it.for([
    "3 or 4",
    "3-4",
    "3, 4",
    "0",
    "8",
    "55",
    "5/10",
    "3 neither",
    "not 5, 6",
    "very satisfied not",
    // The number says one thing, the words another.
    "7 dissatisfied",
    "1 satisfied",
    "6 as in dissatisfied",
    "2 I was satisfied",
    "7 anfodlon",
    "7 very",
    // Another scale, or a question.
    "5/5",
    "5 out of 5",
    "Five out of 5",
    "4 allan o 4",
    "7?",
    "very satisfied??",
    // More or less than a figure.
    "£5",
    "-1",
    "5%",
    "5*",
    "7+",
    "5 and a half",
    "tri a hanner",
    "Completely satisfied that they are useless",
    "Very satisfied if sarcasm counts",
  ])("asks again after %s", (text) => expect(chosenIn(question, text)).toBe("unclear"));

  it.for([
    "I called 3 times",
    "3 times I called them",
    "2 weeks and no call",
    "tair gwaith",
    "satisfied",
    "very",
    "ddim yn fodlon",
    "not very satisfied",
    "one of them was kind",
    "there",
    "yes",
    "",
    "👍",
    "my case is 12345",
    "2 be honest they were great",
    "2 be fair",
    "4 gods sake",
    "4 me it was rubbish",
    "4 you it is easy",
    "7 Station Road",
    "7, High Street",
    "1 word useless",
    "5 stars",
    "is 1 best",
    "Is 7 good or bad?",
    "7 no",
    "5 a day",
  ])("takes no answer from %s", (text) => {
    const chosen = chosenIn(question, text);
    expect(chosen === null || chosen === "unclear").toBe(true);
  });

  it("takes several answers where they are nothing else, each for its own question", () => {
    const questions = [question, question, sure(sure(short[0]).questions.find(({ id }) => id === "OPEN1"))];
    expect(severalIn(questions, "5 and 3")).toEqual(["5", "3"]);
    expect(severalIn(questions, "pump a thri")).toBeNull();
    expect(severalIn(questions, "pump a tri")).toEqual(["5", "3"]);
    expect(severalIn(questions, "5\n3")).toEqual(["5", "3"]);
    for (const text of [
      "5 3",
      "5, 3",
      "5 or 3",
      "5 and 8",
      "5 and 3 and 2",
      "and 5",
      "5 and",
      "5 and 3 times",
      "5 and 3?",
      "-5 and 3",
    ]) {
      expect([text, severalIn(questions, text)]).toEqual([text, null]);
    }
  });

  it("knows a slip of one letter, and no more", () => {
    for (const [typed, meant] of [
      ["sevn", "seven"],
      ["sevven", "seven"],
      ["seben", "seven"],
      ["sveen", "seven"],
    ] as const) {
      expect([typed, isSlip(typed, meant)]).toEqual([typed, true]);
    }
    for (const typed of ["svn", "sxven2", "eight"]) expect(isSlip(typed, "seven")).toBe(false);
  });

  it("knows danger and languages, and takes no story for them", () => {
    const listed = ["He is going to kill us", "He said he will kill my kids", "he has a knife", "he hits my son"];
    const more = [
      "I took an overdose",
      "no point living",
      "my husband is outside",
      "Dwi ddim isio byw",
      "mae gyda fe gyllell",
    ];
    for (const text of [...listed, ...more, "I want to die", "he's outside", "Help", "mae gen i ofn", "hunanladdiad"]) {
      expect([text, isDistress(text)]).toEqual([text, true]);
    }
    for (const text of ["5", "they were helpful", "nobody rang"])
      expect([text, isDistress(text)]).toEqual([text, false]);
    expect([languageIn("Cymraeg os gwelwch yn dda"), languageIn("in English please"), languageIn("5")]).toEqual([
      "cy",
      "en",
      null,
    ]);
    for (const text of ["5 and 3", "skip", "hepgor", "Cymraeg", "TEXT", "TESTUN", "what do you mean?"]) {
      expect([text, wishOf(text)]).toEqual([text, null]);
    }
  });
});
