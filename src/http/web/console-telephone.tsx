import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { toldOutcomes } from "../../domain/call.ts";
import type { StaffMember } from "../../domain/permission.ts";
import { beginAnswering, type Session } from "../../flow/answer.ts";
import { answerQuestion, currentQuestion, endInterview, openInterview, sealInterview } from "../../flow/interview.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { handOverByTelephone, listCalls, openCall, recordCall, takeForCalling } from "../../flow/telephone.ts";
import { maximumQuestions } from "../../instrument/path.ts";
import { instrumentOf } from "../../instrument/registry.ts";
import { isLocale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { type Instant, londonInstant, parseLocalDate } from "../../kernel/time.ts";
import { InterviewOverPage, InterviewPage } from "../../ui/console-interview.tsx";
import { consoleLink } from "../../ui/console-layout.tsx";
import {
  type CallFault,
  type CallForm,
  CallPage,
  CallsPage,
  NoSittingPage,
  NotTakenPage,
  RecordedPage,
} from "../../ui/console-telephone.tsx";
import type { AnswerFault } from "../../ui/question-field.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { onConsoleError, pageOf } from "./console.tsx";
import { localeOf, readForm } from "./sitting.ts";

type Engine = HasStaff &
  Parameters<typeof recordCall>[0] &
  Parameters<typeof beginAnswering>[0] &
  Parameters<typeof answerQuestion>[0];

type Variables = { engine: Engine; member: StaffMember; session: Session };

const SECTION = "/console/telephone";
const INTERVIEW = `${SECTION}/interview`;
const OVER = `${SECTION}/over`;

/** One sitting of an interviewer: a cookie of its own, which opens no victim's page, and which no victim's opens. */
const COOKIE = "interview";
const attributes = { prefix: "host", secure: true, httpOnly: true, sameSite: "Strict", path: "/" } as const;

const keepInterview = async (c: Context, engine: Engine, { email }: StaffMember, session: Session) =>
  setCookie(c, COOKIE, await sealInterview(engine, email, session), attributes);

const missing = () => new Problem("not-found", `See ${SECTION}.`);

/** Pages that need a sitting. */
const interview = createMiddleware<{ Variables: Variables }>(async (c, next) => {
  const { engine, member } = c.var;
  const session = await openInterview(engine, member.email, getCookie(c, COOKIE, "host"));
  if (session === null) return c.html(<NoSittingPage {...pageOf(c, member)} />, 403);
  c.set("session", session);
  return await next();
});

function over(c: Context) {
  setCookie(c, COOKIE, "", { ...attributes, maxAge: 0 });
  return c.redirect(consoleLink(OVER, localeOf(c)), 303);
}

/** The question to be read out now, in the language that the page was asked for in. */
async function showQuestion(
  c: Context<{ Variables: Variables }>,
  fault: AnswerFault | null,
  submitted: readonly string[],
) {
  const { engine, member, session } = c.var;
  const put = await currentQuestion(engine, session);
  if (put === null) return over(c);
  const asked = c.req.query("lang");
  const spoken = isLocale(asked) ? asked : session.locale;
  const most = maximumQuestions(instrumentOf(session.instrument), session.variant);
  const page = <InterviewPage {...pageOf(c, member)} {...{ ...put, spoken, most, fault, submitted }} />;
  return c.html(page, fault === null ? 200 : 400);
}

/** When to ring again, by the victim's word; null where they named no time, `wrong` where it is none that lies ahead. */
function agreedOf(form: URLSearchParams, now: Instant): Instant | null | "wrong" {
  const [day, time] = [form.get("day") ?? "", form.get("time") ?? ""];
  if (day === "" && time === "") return null;
  const date = parseLocalDate(day);
  const clock = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (date === null || clock === null) return "wrong";
  const at = londonInstant(date, Number(clock[1]) * 60 + Number(clock[2]));
  return at > now ? at : "wrong";
}

/** How a call ended, or what is missing. */
function readOutcome(form: URLSearchParams, now: Instant) {
  const outcome = toldOutcomes.find((each) => each === form.get("outcome")) ?? null;
  const agreed = agreedOf(form, now);
  const faults: readonly CallFault[] = [
    ...(outcome === null ? (["outcome"] as const) : []),
    ...(agreed === "wrong" ? (["when"] as const) : []),
  ];
  const told = outcome === null || agreed === "wrong" ? null : { outcome, agreed };
  return { form: { outcome, faults } satisfies CallForm, told };
}

const NO_FORM: CallForm = { outcome: null, faults: [] };

/** A call that is theirs, as a page. @throws Problem `not-found` where it is not, or no longer. */
async function showCall(c: Context<{ Variables: Variables }>, id: string, form: CallForm) {
  const { engine, member } = c.var;
  const call = await openCall(engine, member, id);
  if (call === null) throw missing();
  if (call === "shut") return c.html(<NotTakenPage {...pageOf(c, member)} />, 409);
  const page = <CallPage {...pageOf(c, member)} call={call} form={form} name={member.name} />;
  return c.html(page, form.faults.length > 0 ? 400 : 200);
}

/** Surveys by telephone, for interviewers. */
export const consoleTelephone = new Hono<{ Variables: Variables }>()
  .onError(onConsoleError)
  .use(SECTION, ownPagesOnly)
  .use(`${SECTION}/*`, ownPagesOnly)

  .get(SECTION, requireStaff("interview"), async (c) => {
    const { engine, member } = c.var;
    return c.html(<CallsPage {...pageOf(c, member)} calls={await listCalls(engine, member)} />);
  })

  .get(INTERVIEW, requireStaff("interview"), interview, async (c) => await showQuestion(c, null, []))

  .post(INTERVIEW, requireStaff("interview"), interview, async (c) => {
    const { engine, member, session } = c.var;
    const form = await readForm(c);
    const end = form.get("end");
    if (end === "keep" || end === "discard") {
      await endInterview(engine, session, end);
      return over(c);
    }
    const id = form.get("question") ?? "";
    const answered = await answerQuestion(engine, session, id, form.getAll(id));
    if (answered.outcome === "fault") return await showQuestion(c, answered.fault, form.getAll(id));
    if (answered.outcome === "over") return over(c);
    await keepInterview(c, engine, member, session);
    return c.redirect(consoleLink(INTERVIEW, localeOf(c)), 303);
  })

  .get(OVER, requireStaff("interview"), (c) => c.html(<InterviewOverPage {...pageOf(c, c.var.member)} />))

  .get(`${SECTION}/recorded`, requireStaff("interview"), (c) => c.html(<RecordedPage {...pageOf(c, c.var.member)} />))

  .post(`${SECTION}/:id/take`, requireStaff("interview"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    if (await takeForCalling(engine, member, id)) return c.redirect(consoleLink(`${SECTION}/${id}`, localeOf(c)), 303);
    return c.html(<NotTakenPage {...pageOf(c, member)} />, 409);
  })

  .post(`${SECTION}/:id/begin`, requireStaff("interview"), async (c) => {
    const { engine, member } = c.var;
    const handed = await handOverByTelephone(engine, member, c.req.param("id"));
    const opening = handed && (await beginAnswering(engine, handed.token, handed.language));
    if (opening?.state !== "ready") return c.html(<NotTakenPage {...pageOf(c, member)} />, 409);
    await keepInterview(c, engine, member, opening.session);
    return c.redirect(consoleLink(INTERVIEW, opening.session.locale === "cy" ? "cy" : "en"), 303);
  })

  .get(`${SECTION}/:id`, requireStaff("interview"), async (c) => await showCall(c, c.req.param("id"), NO_FORM))

  .post(`${SECTION}/:id`, requireStaff("interview"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const { form, told } = readOutcome(await readForm(c), engine.clock.now());
    if (told === null) return await showCall(c, id, form);
    if (!(await recordCall(engine, member, id, told))) throw missing();
    return c.redirect(consoleLink(`${SECTION}/recorded`, localeOf(c)), 303);
  });
