import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { soundsLikeDanger } from "../../domain/danger-words.ts";
import { isOver, prolong, readDraft, saveDraft, type Session } from "../../flow/answer.ts";
import { submitAnswers } from "../../flow/submit.ts";
import type { Answers, Instrument, Question } from "../../instrument/definition.ts";
import { acceptAnswer, countedPath, keepReachable, questionsOnOnePage } from "../../instrument/path.ts";
import { instrumentOf } from "../../instrument/registry.ts";
import { isLanguage, type Language } from "../../kernel/locale.ts";
import { AllPage, type Answering, CheckPage, type Faults, NoticePage, QuestionPage } from "../../ui/feedback-pages.tsx";
import { feedbackPhrases as say } from "../../ui/phrases-feedback.ts";
import { readSeeking } from "../../ui/support.tsx";
import { ThanksPage } from "../../ui/thanks-page.tsx";
import { ownFormsOnly, POLICY_WITH_RECORDINGS } from "../headers.ts";
import {
  endSession,
  findSession,
  handBack,
  hasToForget,
  keepSession,
  languageOf,
  readForm,
  variantOf,
  whoOf,
} from "./sitting.ts";
import { start, type StartEngine } from "./start.tsx";
import { draftOf, firstUnanswered, hereWith, nextPage, pageAfter, placeOf, thenOf, untilLast } from "./walk.ts";

/** What the steps behind these pages ask for. A page opens neither database itself (R1). */
type Engine = StartEngine & Parameters<typeof submitAnswers>[0];

/** Where the exit leads: GOV.UK's choice, dull on any screen. */
const WEATHER = "https://www.bbc.co.uk/weather";

/** Pages that a switch of language may come back to. */
const OWN_PAGE = /^\/feedback\/(question\/[0-9]+|all|check)$/;

/** Pages that lose something when they are posted in vain. */
const TYPED_ON = /^\/feedback\/(question\/[0-9]+|all)$/;

const hasRecordings = ({ questions }: Instrument) => questions.some(({ media = [] }) => media.length > 0);

/**
 * A page that is sent after its sitting has ended shows nothing any more; what was on it goes into the draft.
 *
 * @returns Whether all of it did.
 */
async function keepLate(c: Context<Sitting>, session: Session): Promise<boolean> {
  const { engine } = c.var;
  const answering = await resume(engine, session);
  const { instrument, respondent } = answering;
  const question = placeOf(answering, c.req.path)?.question;
  const isAll = c.req.path === "/feedback/all";
  const asked = isAll ? questionsOnOnePage(instrument, respondent) : question ? [question] : [];
  const { answers, isAccepted } = acceptAll(asked, await readForm(c));
  const kept = { ...answering.answers, ...(isAll ? untilLast(answers) : answers) };
  await saveDraft(engine, session, draftOf(instrument, kept, respondent));
  return isAccepted && asked.length > 0;
}

type Sitting = { Variables: { engine: Engine; session: Session } };

/** Pages that need a sitting; without one, the reader is told to open the link again. Every page prolongs it. */
const sitting = createMiddleware<Sitting>(async (c, next) => {
  const { engine } = c.var;
  const found = await findSession(c, engine);
  if (found === null || isOver(found, engine)) {
    const page = { locale: found?.locale ?? languageOf(c), address: "/feedback" };
    const isLost = TYPED_ON.test(c.req.path) && c.req.method === "POST" && !(found && (await keepLate(c, found)));
    const text = [isLost ? say.sittingLost : say.sittingText];
    return c.html(<NoticePage {...page} heading={say.sittingHeading} text={text} />, 403);
  }
  const session = prolong(found, engine);
  c.set("session", session);
  if (hasRecordings(instrumentOf(session.instrument))) c.header("Content-Security-Policy", POLICY_WITH_RECORDINGS);
  await next();
  if (!c.res.headers.has("Set-Cookie")) await keepSession(c, engine, session);
  return undefined;
});

/** Where what was sent sounds like danger, the reader's own cookie says so for the next page; nothing else does. */
async function rememberDanger(c: Context<{ Variables: { engine: Engine; session: Session } }>, answers: Answers) {
  const { engine, session } = c.var;
  const texts = instrumentOf(session.instrument).questions.filter(({ kind }) => kind === "text");
  const isDanger = texts.some(({ id }) => soundsLikeDanger((answers[id] ?? []).join(" ")));
  if (isDanger) await keepSession(c, engine, { ...session, needsHelp: true });
}

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
    const back = then === undefined ? place.before : "/feedback/check";
    const action = hereWith(c.req.path, then);
    if (!isAccepted) {
      const who = await changed(c, engine, session, change);
      const page = { ...who, ...place, answers: { ...answering.answers, ...posted }, back, action };
      if (change !== null) return c.html(<QuestionPage {...page} />);
      return c.html(<QuestionPage {...page} fault={faults[question.id]} />, 400);
    }
    // Whoever changes the language or the words has not left the question.
    const isLeft = change === null || posted[question.id]?.length !== 0 || question.id in answering.answers;
    const given = { ...answering.answers, ...(isLeft && posted) };
    const answers = draftOf(answering.instrument, given, answering.respondent);
    handBack(c, <QuestionPage {...answering} {...place} {...{ answers, back, action }} isUnsent />);
    await saveDraft(engine, session, answers);
    if (change !== null) {
      await keepSession(c, engine, { ...session, ...change });
      return c.redirect(action, 303);
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
    const change = changeOf(form);
    if (!isAccepted) {
      if (change === null)
        return c.html(<AllPage {...who} answers={posted} questions={questions} faults={faults} />, 400);
      const now = await changed(c, engine, session, change);
      const others = questionsOnOnePage(now.instrument, now.respondent);
      return c.html(<AllPage {...now} answers={posted} questions={others} faults={{}} />);
    }
    handBack(c, <AllPage {...who} answers={posted} questions={questions} faults={{}} isUnsent />);
    const shown = new Set(questions.map(({ id }) => id));
    const [here, before] = [Object.entries(answers), Object.entries(await readDraft(engine, session))];
    const draft = draftOf(
      who.instrument,
      {
        ...Object.fromEntries(before.filter(([id]) => !shown.has(id))),
        ...untilLast(Object.fromEntries(here.filter(([id]) => shown.has(id)))),
      },
      who.respondent,
    );
    await saveDraft(engine, session, draft);
    if (change !== null) {
      await keepSession(c, engine, { ...session, ...change });
      return c.redirect("/feedback/all", 303);
    }
    const kept = keepReachable(who.instrument, draft, who.respondent);
    // Nothing is sent unseen: what was answered in the usual words is shown beside the rest first.
    if (Object.keys(kept).some((id) => !shown.has(id))) return c.redirect("/feedback/check", 303);
    await submitAnswers(engine, session, kept);
    await rememberDanger(c, kept);
    return c.redirect("/feedback/thanks", 303);
  })

  .get("/feedback/check", sitting, async (c) => {
    const answering = await resume(c.var.engine, c.var.session);
    const path = countedPath(answering.instrument, answering.answers, answering.respondent);
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
    const found = await findSession(c, c.var.engine);
    const session = found && !isOver(found, c.var.engine) ? found : null;
    endSession(c);
    const locale: Language = c.req.query("lang") === undefined && session ? session.locale : languageOf(c);
    const seeking = readSeeking(c.req.query());
    const close = session && instrumentOf(session.instrument).close;
    const near = session?.dims.area ?? null;
    return c.html(<ThanksPage {...{ locale, close, seeking, near }} needsHelp={session?.needsHelp === true} />);
  })

  .post("/feedback/language", sitting, async (c) => {
    const form = await readForm(c);
    const [change, back] = [changeOf(form), form.get("back") ?? ""];
    if (change !== null) await keepSession(c, c.var.engine, { ...c.var.session, ...change });
    return c.redirect(OWN_PAGE.test(back) ? back : "/feedback", 303);
  })

  .get("/exit", async (c, next) => (hasToForget(c) ? await next() : c.redirect("/exit/on", 303)))

  .on("GET", ["/exit", "/exit/on"], (c) => {
    endSession(c);
    c.header("Clear-Site-Data", '"cache", "cookies", "storage"');
    return c.redirect(WEATHER, 303);
  });
