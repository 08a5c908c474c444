import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { readCode } from "../../domain/code.ts";
import { beginAnswering, readDraft, saveDraft, type Session } from "../../flow/answer.ts";
import { stopContact } from "../../flow/stop.ts";
import { submitAnswers } from "../../flow/submit.ts";
import { guardCode } from "../../flow/typed-code.ts";
import type { Answers, Question, Respondent } from "../../instrument/definition.ts";
import { acceptAnswer, keepReachable, pathOf, questionsOnOnePage } from "../../instrument/path.ts";
import { instrumentOf } from "../../instrument/registry.ts";
import { isLocale, type Locale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { CodesRestPage } from "../../ui/code-page.tsx";
import {
  AllPage,
  type Answering,
  CheckPage,
  type Faults,
  NoticePage,
  NotNowPage,
  questionAddress,
  QuestionPage,
  StartPage,
  ThanksPage,
} from "../../ui/feedback-pages.tsx";
import { feedbackPhrases as say } from "../../ui/phrases-feedback.ts";
import { addressOf } from "../callers.ts";
import { ownFormsOnly } from "../headers.ts";
import { endSession, findSession, keepSession, localeOf, readForm } from "./sitting.ts";

/** What the steps behind these pages ask for. A page opens neither database itself (R1). */
type Engine = Parameters<typeof beginAnswering>[0] &
  Parameters<typeof submitAnswers>[0] &
  Parameters<typeof stopContact>[0] &
  Parameters<typeof guardCode>[0];

/** Where the exit leads: GOV.UK's choice, dull on any screen. */
const WEATHER = "https://www.bbc.co.uk/weather";

/** Pages that a switch of language may come back to. */
const OWN_PAGE = /^\/feedback\/(question\/[0-9]+|all|check)$/;

/** A link's token as it stands, a code as it is meant, however it was typed; null when it can be neither. */
const readToken = (given: string) => (/^[A-Za-z0-9_-]{22}$/.test(given) ? given : readCode(given));

/** What each way of stopping means, and what its page says. */
const stopping = {
  "stop": { reason: "stop", heading: say.stoppedHeading, text: [say.stoppedText] },
  "not-safe": { reason: "not-safe", heading: say.stoppedHeading, text: [say.stoppedText, say.notNowDelete] },
  "not-me": { reason: "wrong-person", heading: say.notMeHeading, text: [say.notMeText] },
} as const;

/** A link that is known no more stops nothing, and its page must not say that it did. */
const forgotten = [say.forgottenText, say.forgottenOtherwise, say.notNowDelete];

/** Nothing goes any more, but it is not known yet what is to be kept from cases that come later. */
const inPart = [say.inPartText, say.forgottenOtherwise, say.notNowDelete];

/** Ends contact, and says whether all was done that was asked. */
async function stopAtOnce(engine: Engine, token: string, reason: Parameters<typeof stopContact>[2]) {
  try {
    return (await stopContact(engine, token, reason)) ? "stopped" : "unknown";
  } catch (cause) {
    if (cause instanceof Problem && cause.type === "key-not-ready") return "in-part";
    throw cause;
  }
}

/** Pages that need a sitting; without one, the reader is told to open the link again. */
const sitting = createMiddleware<{ Variables: { engine: Engine; session: Session } }>(async (c, next) => {
  const session = await findSession(c, c.var.engine);
  if (session === null) {
    const page = { locale: localeOf(c), address: "/feedback" };
    return c.html(<NoticePage {...page} heading={say.sittingHeading} text={[say.sittingText]} />, 403);
  }
  c.set("session", session);
  return await next();
});

const whoOf = (session: Session) => {
  const instrument = instrumentOf(session.instrument);
  const respondent: Respondent = { facts: session.dims.facts, draw: session.draw };
  return { instrument, respondent, locale: session.locale };
};

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

/**
 * Where to go after an answer: on to the next question, or, for somebody who came from "check your answers", to a
 * question that the change has brought up, and else back there.
 */
function pageAfter(earlier: Answering, answers: Answers, id: string, then: string | undefined): string {
  const path = pathOf(earlier.instrument, answers, earlier.respondent);
  const rest = path.slice(path.findIndex((question) => question.id === id) + 1);
  if (then !== "check") return rest[0] ? questionAddress(earlier.instrument, rest[0].id) : "/feedback/check";
  const known = new Set(pathOf(earlier.instrument, earlier.answers, earlier.respondent).map((question) => question.id));
  const fresh = rest.find((question) => !known.has(question.id));
  return fresh ? `${questionAddress(earlier.instrument, fresh.id)}?then=check` : "/feedback/check";
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
const hereWith = (address: string, then: string | undefined) => `${address}${then === "check" ? "?then=check" : ""}`;

/**
 * The pages on which a victim answers. GET changes nothing, so that previews, scanners and the Back button do no harm;
 * every POST is answered with a redirect, or with the same page and what is wrong with it.
 */
export const feedback = new Hono<{ Variables: { engine: Engine } }>()
  .use("/s/:token", ownFormsOnly)
  .use("/feedback/*", ownFormsOnly)

  .get("/s/:token", (c) => c.html(<StartPage locale={localeOf(c)} address={c.req.path} />))

  .post("/s/:token", async (c) => {
    const { engine } = c.var;
    const token = readToken(c.req.param("token"));
    const form = await readForm(c);
    const lang = form.get("lang");
    const page = { locale: isLocale(lang) ? lang : localeOf(c), address: c.req.path };
    if (token === null) {
      return c.html(<NoticePage {...page} heading={say.unknownHeading} text={[say.unknownText]} />, 404);
    }
    const from = addressOf(c.req.raw.headers);
    const choice = form.get("choice") ?? "";
    switch (choice) {
      case "yes": {
        const opening = await guardCode(
          engine,
          { token, from, to: "open" },
          () => beginAnswering(engine, token, page.locale),
          ({ state }) => state === "ready",
        );
        if (opening === "too-many") {
          c.header("Retry-After", "3600");
          return c.html(<CodesRestPage locale={page.locale} stopAt={page.address} />, 429);
        }
        if (opening.state === "unknown") {
          return c.html(<NoticePage {...page} heading={say.unknownHeading} text={[say.unknownText]} />, 404);
        }
        if (opening.state !== "ready") {
          return c.html(<NoticePage {...page} heading={say.endedHeading} text={[say.endedText]} />, 410);
        }
        const { session } = opening;
        await keepSession(c, engine, session);
        const { instrument, respondent } = whoOf(session);
        const [first] = pathOf(instrument, {}, respondent);
        return c.redirect(first ? `${questionAddress(instrument, first.id)}?from=start` : "/feedback/check", 303);
      }
      case "not-now":
        return c.html(<NotNowPage {...page} />);
      case "stop":
      case "not-safe":
      case "not-me": {
        const { reason, heading, text } = stopping[choice];
        const stopped = await guardCode(
          engine,
          { token, from, to: "stop" },
          () => stopAtOnce(engine, token, reason),
          (done) => done !== "unknown",
        );
        if (stopped === "too-many") {
          c.header("Retry-After", "3600");
          return c.html(<CodesRestPage locale={page.locale} />, 429);
        }
        if (stopped === "in-part") {
          c.header("Retry-After", "3600");
          return c.html(<NoticePage {...page} heading={say.inPartHeading} text={inPart} />, 503);
        }
        if (stopped === "stopped") return c.html(<NoticePage {...page} {...{ heading, text }} />);
        return c.html(<NoticePage {...page} heading={say.forgottenHeading} text={forgotten} />, 404);
      }
      default:
        return c.html(<StartPage {...page} />);
    }
  })

  .get("/feedback", sitting, async (c) => c.redirect(nextPage(await resume(c.var.engine, c.var.session)), 303))

  .get("/feedback/question/:place", sitting, async (c) => {
    const answering = await resume(c.var.engine, c.var.session);
    const then = c.req.query("then");
    // Coming from the link again, with answers kept: go on from there.
    if (c.req.query("from") === "start" && Object.keys(answering.answers).length > 0) {
      return c.redirect(nextPage(answering), 303);
    }
    const place = placeOf(answering, c.req.path);
    if (place === null) return c.redirect(firstUnanswered(answering), 303);
    const back = then === "check" ? "/feedback/check" : place.before;
    return c.html(<QuestionPage {...answering} {...place} back={back} action={hereWith(c.req.path, then)} />);
  })

  .post("/feedback/question/:place", sitting, async (c) => {
    const { engine, session } = c.var;
    const answering = await resume(engine, session);
    const then = c.req.query("then");
    const place = placeOf(answering, c.req.path);
    if (place === null) return c.redirect(firstUnanswered(answering), 303);
    const { question } = place;
    const form = await readForm(c);
    const { posted, faults, isAccepted } = acceptAll([question], form);
    const language = form.get("language");
    if (!isAccepted && !isLocale(language)) {
      const back = then === "check" ? "/feedback/check" : place.before;
      const page = { ...answering, ...place, answers: { ...answering.answers, ...posted }, back };
      return c.html(<QuestionPage {...page} action={hereWith(c.req.path, then)} fault={faults[question.id]} />, 400);
    }
    const answers = isAccepted
      ? keepReachable(answering.instrument, { ...answering.answers, ...posted }, answering.respondent)
      : answering.answers;
    await saveDraft(engine, session, answers);
    if (isLocale(language)) {
      await keepSession(c, engine, { ...session, locale: language });
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
    const { answers, posted, faults, isAccepted } = acceptAll(who.instrument.questions, form);
    const kept = keepReachable(who.instrument, answers, who.respondent);
    const language = form.get("language");
    if (isLocale(language)) {
      await saveDraft(engine, session, kept);
      await keepSession(c, engine, { ...session, locale: language });
      return c.redirect("/feedback/all", 303);
    }
    if (!isAccepted) {
      const questions = questionsOnOnePage(who.instrument, who.respondent);
      return c.html(<AllPage {...who} answers={posted} questions={questions} faults={faults} />, 400);
    }
    await submitAnswers(engine, session, kept, "web");
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
    await submitAnswers(engine, session, keepReachable(instrument, answers, respondent), "web");
    return c.redirect("/feedback/thanks", 303);
  })

  .get("/feedback/thanks", async (c) => {
    const session = await findSession(c, c.var.engine);
    endSession(c);
    const locale: Locale = c.req.query("lang") === undefined && session ? session.locale : localeOf(c);
    return c.html(<ThanksPage locale={locale} close={session && instrumentOf(session.instrument).close} />);
  })

  .post("/feedback/language", sitting, async (c) => {
    const form = await readForm(c);
    const [language, back] = [form.get("language"), form.get("back") ?? ""];
    if (isLocale(language)) await keepSession(c, c.var.engine, { ...c.var.session, locale: language });
    return c.redirect(OWN_PAGE.test(back) ? back : "/feedback", 303);
  })

  .get("/exit", (c) => {
    endSession(c);
    c.header("Clear-Site-Data", '"cache", "cookies", "storage"');
    return c.redirect(WEATHER, 303);
  });
