import type { Form } from "../src/domain/dimension.ts";
import type { Answers } from "../src/instrument/definition.ts";
import { itemsOf } from "../src/instrument/items.ts";
import { currentInstrument } from "../src/instrument/registry.ts";
import { chunksOf, type Client, fewAtOnce, type Replayed, type Reply, type Text } from "./client.ts";
import { converseAll } from "./by-text.ts";
import { interview } from "./interview.ts";
import type { Case } from "./nation.ts";
import { type Behaviour, behaviour } from "./respond.ts";
import { choseClosureForm, isClosedBy, situationOf, surveyOf, type Survey } from "./surveys.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Texted } from "./texted.ts";
import type { World } from "./truth.ts";
import { recipientOf } from "./wire.ts";

/** One victim with one text in hand. */
export type Holder = {
  readonly told: Case;
  readonly survey: Survey;
  /** What is asked: the survey, or the closure form that the victim chose. */
  readonly form: Form;
  /** Whether this text reminds of one that came before. */
  readonly reminder: boolean;
  readonly token: string;
  /** Where the text went: a number or an address. */
  readonly number: string;
  readonly locale: "en" | "cy";
  readonly does: Behaviour;
  readonly answers: Answers;
};

/** What came of a round of victims. */
export type Round = {
  readonly openings: number;
  readonly stops: number;
  /** Whose answers were received and count: not their second submission, and no break-off. */
  readonly answered: readonly Holder[];
  /** Closure forms that victims filled in themselves. */
  readonly closureForms: number;
  /** Comments that were taken in with answers and forms. */
  readonly comments: number;
  /** Whose answers the engine did not take, with what it said. */
  readonly refused: readonly { readonly holder: Holder; readonly reply: Reply | undefined }[];
};

/** Requests in one replay, and replays under way: what keeps two cores busy without queueing up in memory. */
const REPLAYED = 400;
const AT_ONCE = 2;

/** What a browser sends with a form of our own. */
export const FORM = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

/** What the buttons of the start page send. */
const choices = { begin: "yes", notNow: "not-now", stop: "stop", notForMe: "not-me" } as const;

/** What a text says that may be answered by text. */
const OFFERS_REPLY = /\b(?:TEXT|TESTUN)\b/;

/** Who holds which text; not an officer's, nor one that is about no survey of the case. */
export function holdersOf(world: World, cases: readonly Case[], texted: Texted, texts: readonly Text[]) {
  const holders: Omit<Holder, "answers">[] = [];
  for (const { recipient, body, at, locale } of texts) {
    const index = recipientOf(recipient);
    const told = index === null ? undefined : cases[index];
    const token = /\/s\/([\w-]+)/.exec(body)?.[1];
    const survey = told && surveyOf(told, at);
    if (!told || !survey || token === undefined) continue;
    const isClosure =
      choseClosureForm(told) &&
      isClosedBy(told, at) &&
      texted.has(told.index, survey.stage) &&
      !texted.has(told.index, "closure");
    const form = isClosure ? "closure" : survey.stage;
    const reminder = texted.has(told.index, form);
    texted.add(told.index, form);
    const does = behaviour(world.seed, told, form, {
      reminder,
      mayReply: form !== "closure" && OFFERS_REPLY.test(body),
    });
    const language = locale === "cy" ? "cy" : "en";
    holders.push({ told, survey, form, reminder, token, number: recipient, locale: language, does });
  }
  return holders;
}

/** The holder with the answers that they are going to give. */
export function prepare(world: World, holder: Omit<Holder, "answers">): Holder {
  const { told, survey, form, locale } = holder;
  const occasion = { world, situation: situationOf(told, survey), form, locale, key: `answer/${told.index}/${form}` };
  return { ...holder, answers: interview(currentInstrument(form, "victim"), occasion) };
}

const closureQuestion = currentInstrument("closure", "victim").questions[0]?.id ?? "";

type Sitting = { readonly holder: Holder; readonly cookie: string; readonly first: string };

/**
 * Victims who chose the closure form look at the page to see which of the two they were sent, and answer what is there.
 * The addresses of questions do not tell, and everybody else need not look.
 */
async function look({ client, world }: Acting, sitting: Sitting): Promise<Sitting> {
  const { holder, cookie, first } = sitting;
  if (!choseClosureForm(holder.told)) return sitting;
  const page = await client.page(first, cookie);
  const form = page.includes(`name="${closureQuestion}"`) ? "closure" : holder.survey.stage;
  return form === holder.form ? sitting : { ...sitting, holder: prepare(world, { ...holder, form }) };
}

const start = ({ token, locale }: Holder, choice: string): Replayed => ({
  method: "POST",
  path: `/s/${token}?lang=${locale}`,
  headers: FORM,
  body: `choice=${choice}`,
});

export const fieldsOf = (answers: Answers) =>
  new URLSearchParams(Object.entries(answers).flatMap(([id, codes]) => codes.map((code) => [id, code]))).toString();

const cookieOf = (reply: Reply | undefined) => reply?.cookie?.split(";")[0] ?? null;

export const replayAll = async (client: Client, requests: readonly Replayed[]): Promise<readonly Reply[]> =>
  (await fewAtOnce(chunksOf(requests, REPLAYED), AT_ONCE, async (some) => await client.replay(some))).flat();

const opens = (does: Behaviour) =>
  does === "answers" || does === "answers-question-by-question" || does === "answers-twice" || does === "breaks-off";

type Acting = {
  readonly client: Client;
  readonly watch: Stopwatch;
  readonly world: World;
  /** The last message of the outbox before this week's. */
  readonly read: number;
};

/** Every holder does what they are going to do: on the pages that a browser would use, or, beside them, by text. */
export async function act(acting: Acting, holders: readonly Holder[]): Promise<Round> {
  const { client, watch, read } = acting;
  const talking = holders.filter(({ does }) => does === "answers-by-text");
  const [online, talks] = await Promise.all([
    answerOnline(acting, holders),
    watch.time("texts beside them", async () => await converseAll(client, talking, read)),
  ]);
  const received = online.ends.filter(({ reply }) => taken(reply)).map(({ holder }) => holder);
  const forms = received.filter(({ form }) => form === "closure");
  const answered = [...received.filter((holder) => holder.form !== "closure" && counts(holder)), ...talks.answered];
  return {
    openings: online.openings,
    stops: await leave(client, holders),
    answered,
    closureForms: forms.length,
    comments: [...answered, ...forms].filter(commented).length,
    refused: [
      ...online.ends.filter(({ reply }) => !taken(reply)),
      ...talks.refused.map(({ holder, last }) => ({ holder, reply: { ...noReply, body: last } })),
    ],
  };
}

/** Those who answer on pages, and what the engine said to each in the end. */
async function answerOnline(acting: Acting, holders: readonly Holder[]) {
  const { client, watch } = acting;
  const opening = holders.filter(({ does }) => opens(does));
  const begun = await watch.time(
    "openings",
    async () =>
      await replayAll(
        client,
        opening.map((holder) => start(holder, choices.begin)),
      ),
  );
  const sitting = await fewAtOnce(seated(opening, begun), AT_ONCE, async (each) => await look(acting, each));
  const atOnce = sitting.filter(({ holder }) => holder.does === "answers" || holder.does === "answers-twice");
  const slowly = sitting.filter(({ holder }) => holder.does === "answers-question-by-question");
  const post = (some: readonly Sitting[]) => some.map(({ holder, cookie }) => submission(cookie, holder.answers));
  const replies = await watch.time("answers", async () => await replayAll(client, post(atOnce)));
  await replayAll(client, post(atOnce.filter(({ holder }) => holder.does === "answers-twice")));
  const ends = [
    ...atOnce.map(({ holder }, index) => ({ holder, reply: replies[index] })),
    ...(await watch.time("question by question", async () => await answerSlowly(client, slowly))),
    ...opening.flatMap((holder, index) => (cookieOf(begun[index]) === null ? [{ holder, reply: begun[index] }] : [])),
  ];
  return { openings: sitting.length, ends };
}

const commented = ({ answers }: Pick<Holder, "answers">) => (answers["OPEN1"] ?? []).length > 0;

const taken = (reply: Reply | undefined) => reply?.location?.startsWith("/feedback/thanks") === true;

const noReply: Reply = { status: 0, location: null, cookie: null };

/** Those whose link let them in. */
const seated = (holders: readonly Holder[], begun: readonly Reply[]): readonly Sitting[] =>
  holders.flatMap((holder, index) => {
    const cookie = cookieOf(begun[index]);
    return cookie === null ? [] : [{ holder, cookie, first: begun[index]?.location ?? "" }];
  });

const submission = (cookie: string, answers: Answers): Replayed => ({
  method: "POST",
  path: "/feedback/all",
  headers: { ...FORM, cookie },
  body: fieldsOf(answers),
});

/** Whether a submission is a response: half the core at least, overall satisfaction among it. */
function counts({ survey, answers, told }: Holder): boolean {
  const respondent = { facts: situationOf(told, survey).facts, draw: 0 };
  return itemsOf(currentInstrument(survey.stage, "victim"), answers, respondent).outcome !== "break-off";
}

/** More pages than any instrument has: who is still answering then is lost. */
const MOST_PAGES = 60;

/** One question a page, each victim where the engine's redirect leads them, all victims a page at a time. */
async function answerSlowly(client: Client, sittings: readonly Sitting[]) {
  let going = sittings.map((sitting) => ({ ...sitting, at: sitting.first }));
  const ended: { holder: Holder; reply: Reply | undefined }[] = [];
  for (let page = 0; page < MOST_PAGES && going.length > 0; page++) {
    const replies = await replayAll(
      client,
      going.map(({ holder, cookie, at }) => step(holder, cookie, at)),
    );
    const following = going.map((sitting, index) => ({ ...sitting, reply: replies[index] }));
    const isOver = ({ reply }: (typeof following)[number]) =>
      reply?.location?.startsWith("/feedback/thanks") === true || reply?.location === null || reply === undefined;
    ended.push(...following.filter(isOver));
    going = following
      .filter((each) => !isOver(each))
      .map(({ holder, cookie, first, reply }) => ({
        holder,
        cookie: cookieOf(reply) ?? cookie,
        first,
        at: reply?.location ?? first,
      }));
  }
  return [...ended, ...going.map(({ holder }) => ({ holder, reply: undefined }))];
}

/** Posts the page at this address: of a question, by its place in the instrument, or "check your answers". */
function step({ answers, form }: Holder, cookie: string, at: string): Replayed {
  const place = /^\/feedback\/question\/(\d+)/.exec(at)?.[1];
  const id = place === undefined ? undefined : currentInstrument(form, "victim").questions[Number(place) - 1]?.id;
  const given = id === undefined ? {} : { [id]: answers[id] ?? [] };
  return { method: "POST", path: at, headers: { ...FORM, cookie }, body: fieldsOf(given) };
}

/** Those who will not answer now, or ever. Returns how many stopped all messages. */
async function leave(client: Client, holders: readonly Holder[]): Promise<number> {
  const doing = (does: Behaviour) => holders.filter((holder) => holder.does === does);
  const stopping = doing("stops");
  const notTheirs = doing("not-for-me");
  await replayAll(client, [
    ...doing("not-now").map((holder) => start(holder, choices.notNow)),
    ...stopping.map((holder) => start(holder, choices.stop)),
    ...notTheirs.map((holder) => start(holder, choices.notForMe)),
  ]);
  return stopping.length + notTheirs.length;
}
