import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { soundsLikeDanger } from "../../domain/danger-words.ts";
import { readDraft, saveDraft, type Session } from "../../flow/answer.ts";
import { submitAnswers } from "../../flow/submit.ts";
import type { Answers, Instrument, Question, Respondent } from "../../instrument/definition.ts";
import { acceptAnswer, keepReachable, pathOf, questionsOnOnePage } from "../../instrument/path.ts";
import { instrumentOf } from "../../instrument/registry.ts";
import { isLanguage, type Language } from "../../kernel/locale.ts";
import {
  AllPage,
  type Answering,
  CheckPage,
  type Faults,
  NoticePage,
  questionAddress,
  QuestionPage,
  ThanksPage,
} from "../../ui/feedback-pages.tsx";
import { feedbackPhrases as say } from "../../ui/phrases-feedback.ts";
import { readSeeking } from "../../ui/support.tsx";
import { ownFormsOnly, POLICY_WITH_RECORDINGS } from "../headers.ts";
import { endSession, findSession, keepSession, languageOf, readForm, variantOf, whoOf } from "./sitting.ts";
import { start, type StartEngine } from "./start.tsx";

/** What the steps behind these pages ask for. A page opens neither database itself (R1). */
type Engine = StartEngine & Parameters<typeof submitAnswers>[0];

/** Where the exit leads: GOV.UK's choice, dull on any screen. */
const WEATHER = "https://www.bbc.co.uk/weather";

/** Pages that a switch of language may come back to. */
const OWN_PAGE = /^\/feedback\/(question\/[0-9]+|all|check)$/;

const hasRecordings = ({ questions }: Instrument) => questions.some(({ media = [] }) => media.length > 0);

/** Pages that need a sitting; without one, the reader is told to open the link again. */
const sitting = createMiddleware<{ Variables: { engine: Engine; session: Session } }>(async (c, next) => {
  const session = await findSession(c, c.var.engine);
  if (session === null) {
    const page = { locale: languageOf(c), address: "/feedback" };
    return c.html(<NoticePage {...page} heading={say.sittingHeading} text={[say.sittingText]} />, 403);
  }
  c.set("session", session);
  if (hasRecordings(instrumentOf(session.instrument))) c.header("Content-Security-Policy", POLICY_WITH_RECORDINGS);
  return await next();
});

/** Where what was sent sounds like danger, the reader's own cookie says so for the next page; nothing else does. */
async function rememberDanger(c: Context<{ Variables: { engine: Engine; session: Session } }>, answers: Answers) {
  const { engine, session } = c.var;
  const texts = instrumentOf(session.instrument).questions.filter(({ kind }) => kind === "text");
  const isDanger = texts.some(({ id }) => soundsLikeDanger((answers[id] ?? []).join(" ")));
  if (isDanger) await keepSession(c, engine, { ...session, needsHelp: true });
}

/** What goes into the draft: also answers to questions that easy read leaves out, for whoever changes back. */
const keepAll = (instrument: Instrument, answers: Answers, respondent: Respondent) =>
  keepReachable(instrument, answers, { ...respondent, variant: "standard" });

/** What a button beside "Continue" changes for the rest of the sitting: the language, or the words; null for the others. */
function changeOf(form: URLSearchParams): Partial<Pick<Session, "locale" | "variant">> | null {
  const [language, variant] = [form.get("language"), form.get("variant")];
  if (isLanguage(language)) return { locale: language };
  return variant === null ? null : { variant: variantOf(variant) };
}

/**
 * Who is answering, in other words from now on where they asked for it. Used where something cannot go into the draft,
 * too long as yet: the page itself hands it back, whatever is changed meanwhile.
 */
async function changed(c: Context, engine: Engine, session: Session, change: ReturnType<typeof changeOf>) {
  const now = { ...session, ...change };
  if (change !== null) await keepSession(c, engine, now);
  return whoOf(now);
}

/** Who is answering, and what they have answered so far. */
const resume = async (engine: Engine, session: Session): Promise<Answering> => ({
  ...whoOf(session),
  answers: await readDraft(engine, session),
});

/** The page after the last answer given: skipped questions are not asked for again. */
function nextPage({ instrument, answers, respondent }: Answering): string {
  const path = pathOf(instrument, answers, respondent);
  const last = path.findLastIndex(({ id }) => (answers[id] ?? []).length > 0);
  const next = path[last + 1];
  return next === undefined ? "/feedback/check" : questionAddress(instrument, next.id);
}

/** For a question that is not on the path: the first that has no answer. */
function firstUnanswered({ instrument, answers, respondent }: Answering): string {
  const first = pathOf(instrument, answers, respondent).find(({ id }) => (answers[id] ?? []).length === 0);
  return first === undefined ? "/feedback/check" : questionAddress(instrument, first.id);
}

/** The question of an address, if it is among those to be asked now, with its place among them; else null. */
function placeOf(answering: Answering, address: string) {
  const { instrument } = answering;
  const path = pathOf(instrument, answering.answers, answering.respondent);
  const index = path.findIndex(({ id }) => questionAddress(instrument, id) === address);
  const question = path[index];
  const before = path[index - 1];
  return question ? { question, number: index + 1, before: before && questionAddress(instrument, before.id) } : null;
}

/** On the way back to "check your answers": `check`, and the places of the questions that are still to be asked. */
const thenOf = (c: Context) => /^check(\.[0-9]{1,3}){0,99}$/.exec(c.req.query("then") ?? "")?.[0];

/**
 * Where to go after an answer: on to the next question, or, for somebody who came from "check your answers", to those
 * questions that the change has brought up, one after another, and then back there.
 */
function pageAfter(earlier: Answering, answers: Answers, id: string, then: string | undefined): string {
  const { instrument, respondent } = earlier;
  const path = pathOf(instrument, answers, respondent);
  const rest = path.slice(path.findIndex((question) => question.id === id) + 1);
  if (then === undefined) return rest[0] ? questionAddress(instrument, rest[0].id) : "/feedback/check";
  const known = new Set(pathOf(instrument, earlier.answers, respondent).map((question) => question.id));
  const placeIn = (question: Question) => String(instrument.questions.indexOf(question) + 1);
  const awaited = new Set(then.split("."));
  const [fresh, ...others] = rest.filter((question) => !known.has(question.id) || awaited.has(placeIn(question)));
  if (!fresh) return "/feedback/check";
  return hereWith(questionAddress(instrument, fresh.id), ["check", ...others.map(placeIn)].join("."));
}

/** The answers posted for some questions; what is at fault keeps its words, so that the reader can mend it. */
function acceptAll(questions: readonly Question[], form: URLSearchParams) {
  const answers: Record<string, readonly string[]> = {};
  const posted: Record<string, readonly string[]> = {};
  const faults: Record<string, Faults[string]> = {};
  for (const question of questions) {
    const submitted = form.getAll(question.id);
    const accepted = acceptAnswer(question, submitted);
    posted[question.id] = accepted.ok ? accepted.answer : submitted;
    if (accepted.ok) answers[question.id] = accepted.answer;
    else faults[question.id] = accepted.fault;
  }
  return { answers, posted, faults: faults as Faults, isAccepted: Object.keys(faults).length === 0 };
}

/** The question's own address, kept on its way to "check your answers". */
const hereWith = (address: string, then: string | undefined) =>
  then === undefined ? address : `${address}?then=${then}`;

/**
 * The pages on which a victim answers. GET changes nothing, so that previews, scanners and the Back button do no harm;
 * every POST is answered with a redirect, or with the same page and what is wrong with it.
 */
export const feedback = new Hono<{ Variables: { engine: Engine } }>()
  .route("/", start)
  .use("/feedback/*", ownFormsOnly)

  .get("/feedback", sitting, async (c) => c.redirect(nextPage(await resume(c.var.engine, c.var.session)), 303))

  .get("/feedback/question/:place", sitting, async (c) => {
    const answering = await resume(c.var.engine, c.var.session);
    const then = thenOf(c);
    // Coming from the link again, with answers kept: go on from there.
    if (c.req.query("from") === "start" && Object.keys(answering.answers).length > 0) {
      return c.redirect(nextPage(answering), 303);
    }
    const place = placeOf(answering, c.req.path);
    if (place === null) return c.redirect(firstUnanswered(answering), 303);
    const back = then === undefined ? place.before : "/feedback/check";
    return c.html(<QuestionPage {...answering} {...place} back={back} action={hereWith(c.req.path, then)} />);
  })

  .post("/feedback/question/:place", sitting, async (c) => {
    const { engine, session } = c.var;
    const answering = await resume(engine, session);
    const then = thenOf(c);
    const place = placeOf(answering, c.req.path);
    if (place === null) return c.redirect(firstUnanswered(answering), 303);
    const { question } = place;
    const form = await readForm(c);
    const { posted, faults, isAccepted } = acceptAll([question], form);
    const change = changeOf(form);
    if (!isAccepted) {
      const back = then === undefined ? place.before : "/feedback/check";
      const action = hereWith(c.req.path, then);
      const who = await changed(c, engine, session, change);
      const page = { ...who, ...place, answers: { ...answering.answers, ...posted }, back, action };
      if (change !== null) return c.html(<QuestionPage {...page} />);
      return c.html(<QuestionPage {...page} fault={faults[question.id]} />, 400);
    }
    const answers = keepAll(answering.instrument, { ...answering.answers, ...posted }, answering.respondent);
    await saveDraft(engine, session, answers);
    if (change !== null) {
      await keepSession(c, engine, { ...session, ...change });
      return c.redirect(hereWith(c.req.path, then), 303);
    }
    return c.redirect(pageAfter(answering, answers, question.id, then), 303);
  })

  .get("/feedback/all", sitting, async (c) => {
    const answering = await resume(c.var.engine, c.var.session);
    const questions = questionsOnOnePage(answering.instrument, answering.respondent);
    return c.html(<AllPage {...answering} questions={questions} faults={{}} />);
  })

  .post("/feedback/all", sitting, async (c) => {
    const { engine, session } = c.var;
    const who = whoOf(session);
    const form = await readForm(c);
    const questions = questionsOnOnePage(who.instrument, who.respondent);
    const { answers, posted, faults, isAccepted } = acceptAll(who.instrument.questions, form);
    const kept = keepReachable(who.instrument, answers, who.respondent);
    const change = changeOf(form);
    if (!isAccepted) {
      if (change === null)
        return c.html(<AllPage {...who} answers={posted} questions={questions} faults={faults} />, 400);
      const now = await changed(c, engine, session, change);
      const others = questionsOnOnePage(now.instrument, now.respondent);
      return c.html(<AllPage {...now} answers={posted} questions={others} faults={{}} />);
    }
    if (change !== null) {
      const shown = new Set(questions.map(({ id }) => id));
      const elsewhere = Object.entries(await readDraft(engine, session)).filter(([id]) => !shown.has(id));
      await saveDraft(
        engine,
        session,
        keepAll(who.instrument, { ...Object.fromEntries(elsewhere), ...kept }, who.respondent),
      );
      await keepSession(c, engine, { ...session, ...change });
      return c.redirect("/feedback/all", 303);
    }
    await submitAnswers(engine, session, kept);
    await rememberDanger(c, kept);
    return c.redirect("/feedback/thanks", 303);
  })

  .get("/feedback/check", sitting, async (c) => {
    const answering = await resume(c.var.engine, c.var.session);
    const path = pathOf(answering.instrument, answering.answers, answering.respondent);
    return c.html(<CheckPage {...answering} path={path} />);
  })

  .post("/feedback/check", sitting, async (c) => {
    const { engine, session } = c.var;
    const { instrument, respondent, answers } = await resume(engine, session);
    const kept = keepReachable(instrument, answers, respondent);
    await submitAnswers(engine, session, kept);
    await rememberDanger(c, kept);
    return c.redirect("/feedback/thanks", 303);
  })

  .get("/feedback/thanks", async (c) => {
    const session = await findSession(c, c.var.engine);
    endSession(c);
    const locale: Language = c.req.query("lang") === undefined && session ? session.locale : languageOf(c);
    const { area, need } = readSeeking(c.req.query());
    const seeking = { area: area ?? session?.dims.area ?? null, need };
    const close = session && instrumentOf(session.instrument).close;
    return c.html(<ThanksPage {...{ locale, close, seeking }} needsHelp={session?.needsHelp === true} />);
  })

  .post("/feedback/language", sitting, async (c) => {
    const form = await readForm(c);
    const [change, back] = [changeOf(form), form.get("back") ?? ""];
    if (change !== null) await keepSession(c, c.var.engine, { ...c.var.session, ...change });
    return c.redirect(OWN_PAGE.test(back) ? back : "/feedback", 303);
  })

  .get("/exit", (c) => {
    endSession(c);
    c.header("Clear-Site-Data", '"cache", "cookies", "storage"');
    return c.redirect(WEATHER, 303);
  });
