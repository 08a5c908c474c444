import { type Context, Hono } from "hono";
import type { HasGateways } from "../../channels/gateway.ts";
import { isReason, type Reason } from "../../domain/disposition.ts";
import { assertingPeople } from "../../domain/case.ts";
import { assertableRoutes } from "../../domain/hold.ts";
import { areaOfForce } from "../../domain/milestone.ts";
import { areasFor, mayAnywhere, NATION, type StaffAct, type StaffMember } from "../../domain/permission.ts";
import { replayForStaff, reportForStaff, stopForStaff, type StopRequest } from "../../flow/console.ts";
import { assertRoute, countHolds, listHolds, listSilences, openHold } from "../../flow/hold-and-ask.ts";
import { reportQuality } from "../../flow/report-quality.ts";
import { findStaff, type HasStaff, listStaff } from "../../flow/staff.ts";
import { isLocale } from "../../kernel/locale.ts";
import { type HasClock, londonDate, plusDays } from "../../kernel/time.ts";
import type { HasLog } from "../../platform/log.ts";
import { Problem, type ProblemType } from "../../kernel/problem.ts";
import { areas } from "../../results/codelist.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { latestIntakes } from "../../store/vault/files.ts";
import { listSenders } from "../../store/vault/senders.ts";
import { DeliveriesPage, type StopFault, type StopForm, StopOutcome, StopPage } from "../../ui/console-acts.tsx";
import { type ListedSender, SenderListPage, SilentPage, StaffListPage } from "../../ui/console-lists.tsx";
import { ConsoleNotice, type ConsoleNoticeKind, type ConsoleProps } from "../../ui/console-layout.tsx";
import { QualityListPage, QualityPage } from "../../ui/console-quality.tsx";
import { type AssertionForm, HeldPage, HoldPage, OverviewPage } from "../../ui/console-pages.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { localeOf, readForm } from "./sitting.ts";

/** What the steps behind these pages ask for. */
type Engine = HasStaff & HasGateways & Parameters<typeof assertRoute>[0];

/** What this page was asked for, without a language. */
function queryOf(c: Context): string {
  const { searchParams } = new URL(c.req.url);
  const asked = new URLSearchParams([...searchParams].filter(([name]) => name === "reason" || name === "page"));
  return asked.size === 0 ? "" : `?${asked.toString()}`;
}

/** What every page of the console needs to know of its request. */
export const pageOf = (c: Context, member: StaffMember | null): ConsoleProps => ({
  locale: localeOf(c),
  query: queryOf(c),
  member,
});

/** What a page says instead of a problem document. */
function noticeOf(type: ProblemType, { staff }: HasStaff, isForeign: boolean): ConsoleNoticeKind {
  if (type === "unauthenticated") return staff.isConnected ? "stranger" : "not-connected";
  if (type === "forbidden") return isForeign ? "foreign" : "forbidden";
  return type === "not-found" ? "missing" : "later";
}

/** Tells a problem as a page of the console. */
export async function onConsoleError<E extends { Variables: { engine: HasStaff & HasVault & HasClock & HasLog } }>(
  cause: Error,
  c: Context<E>,
) {
  const { engine } = c.var;
  const problem = cause instanceof Problem ? cause : new Problem("internal", "");
  if (problem.type === "internal") engine.log.failure("console-failed", cause);
  const isForeign = c.req.method !== "GET" && c.req.header("sec-fetch-site") !== "same-origin";
  const kind = noticeOf(problem.type, engine, isForeign);
  const member = problem.type === "unauthenticated" ? null : await findStaff(engine, c.req.raw).catch(() => null);
  const notice = <ConsoleNotice {...pageOf(c, member)} kind={kind} signInAt={engine.staff.signInAt} />;
  return c.html(notice, problem.status);
}

const missing = () => new Problem("not-found", "See /console.");

const reasonOf = (asked: string | undefined): Reason | null => (asked !== undefined && isReason(asked) ? asked : null);

/** Which page of a list, from 1. */
function numberOf(c: Context): number {
  const asked = c.req.query("page") ?? "1";
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1;
}

const NO_FORM: AssertionForm = { route: null, by: null, faults: [] };

/** What was chosen, and what is missing. */
function readAssertion(form: URLSearchParams): AssertionForm {
  const route = assertableRoutes.find((each) => each === form.get("route")) ?? null;
  const by = assertingPeople.find((each) => each === form.get("by")) ?? null;
  return { route, by, faults: [...(route ? [] : ["route" as const]), ...(by ? [] : ["by" as const])] };
}

/** Of what has an area, what a member of staff may see; what is the nation's needs a grant for the nation. */
function withinReach<T>(
  member: StaffMember,
  act: StaffAct,
  all: readonly T[],
  areasOf: (each: T) => readonly string[],
) {
  const areas = areasFor(member.grants, act);
  return areas === "all" ? all : all.filter((each) => areasOf(each).some((area) => areas.includes(area)));
}

async function undeliveredFor(engine: Engine, member: StaffMember) {
  const { letters, hasMore, gateways } = await reportForStaff(engine, member);
  const resting = gateways.filter(({ pausedUntil }) => pausedUntil !== null).length;
  return { letters: hasMore ? `${letters.length}+` : String(letters.length), resting };
}

/** Systems of the areas of a member of staff; those of the nation for whoever may do this for the nation. */
async function sendersFor({ vault }: HasVault, member: StaffMember, act: StaffAct): Promise<readonly ListedSender[]> {
  const all = (await listSenders(vault)).map(({ id, name, role, forceCode }) => ({
    id,
    name,
    role,
    area: forceCode === null ? null : areaOfForce(forceCode),
  }));
  return withinReach(member, act, all, ({ area }) => [area ?? NATION]);
}

/** How far back the console looks at a feed, in days: twelve weeks. */
const QUALITY_DAYS = 84;
const FILES_SHOWN = 10;

/** Forces whose references a member of staff may type. */
const forcesOf = (member: StaffMember) => withinReach(member, "stop-contact", forces, ({ area }) => [area]);
const forces = areas.map(({ code, force }) => ({ code: force, area: code }));

const NO_STOP: StopForm = { by: null, forceCode: null, faults: [] };

/** Whom to stop writing to, or what is missing. */
function readStop(
  form: URLSearchParams,
  known: readonly { readonly code: string }[],
): { readonly form: StopForm; readonly asked: StopRequest | null } {
  const by = (["reference", "number"] as const).find((each) => each === form.get("by")) ?? null;
  const forceCode = known.find(({ code }) => code === form.get("force"))?.code ?? null;
  const knownAs = (form.get("known-as") ?? "").trim().slice(0, LONGEST_REFERENCE);
  const faults: StopFault[] = [];
  if (by === null) faults.push("by");
  if (by === "reference" && forceCode === null) faults.push("force");
  if (knownAs === "") faults.push("known-as");
  const read = { by, forceCode, faults };
  if (by === null || faults.length > 0) return { form: read, asked: null };
  if (by === "number") return { form: read, asked: { by, number: knownAs } };
  return { form: read, asked: forceCode === null ? null : { by, forceCode, victimRef: knownAs } };
}

/** As long as a milestone's may be, in characters. */
const LONGEST_REFERENCE = 200;

/** What needs a person, for staff who have signed in: nothing here shows an answer, or who gave one. */
export const consolePages = new Hono<{ Variables: { engine: Engine & HasVault; member: StaffMember } }>()
  .onError(onConsoleError)
  .use("/console", ownPagesOnly)
  .use("/console/*", ownPagesOnly)

  .get("/console", requireStaff(null), async (c) => {
    const { engine, member } = c.var;
    const counts = mayAnywhere(member.grants, "see-held") ? await countHolds(engine, member) : null;
    const undelivered = mayAnywhere(member.grants, "see-deliveries") ? await undeliveredFor(engine, member) : null;
    return c.html(<OverviewPage {...pageOf(c, member)} counts={counts} undelivered={undelivered} />);
  })

  .get("/console/held", requireStaff("see-held"), async (c) => {
    const { engine, member } = c.var;
    const reason = reasonOf(c.req.query("reason"));
    const number = numberOf(c);
    const { holds, hasMore } = await listHolds(engine, member, { reason, number });
    return c.html(<HeldPage {...pageOf(c, member)} {...{ holds, hasMore, reason, number }} />);
  })

  .get("/console/held/:id", requireStaff("see-held"), async (c) => {
    const { engine, member } = c.var;
    const hold = await openHold(engine, member, c.req.param("id"));
    if (hold === null) throw missing();
    const isRecorded = c.req.query("recorded") === "yes";
    return c.html(<HoldPage {...pageOf(c, member)} hold={hold} form={NO_FORM} isRecorded={isRecorded} />);
  })

  .post("/console/held/:id", requireStaff("assert-route"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const form = readAssertion(await readForm(c));
    if (form.route === null || form.by === null) {
      const hold = await openHold(engine, member, id);
      if (hold === null) throw missing();
      return c.html(<HoldPage {...pageOf(c, member)} hold={hold} form={form} isRecorded={false} />, 400);
    }
    const after = await assertRoute(engine, member, id, { route: form.route, by: form.by });
    if (after === null) throw missing();
    return c.redirect(`/console/held/${id}?recorded=yes${langOf(c)}`, 303);
  })

  .get("/console/silent", requireStaff("see-held"), async (c) => {
    const { engine, member } = c.var;
    const number = numberOf(c);
    return c.html(
      <SilentPage {...pageOf(c, member)} {...await listSilences(engine, member, number)} number={number} />,
    );
  })

  .get("/console/stop", requireStaff("stop-contact"), (c) => {
    const { member } = c.var;
    return c.html(<StopPage {...pageOf(c, member)} form={NO_STOP} forces={forcesOf(member)} />);
  })

  .post("/console/stop", requireStaff("stop-contact"), async (c) => {
    const { engine, member } = c.var;
    const { form, asked } = readStop(await readForm(c), forcesOf(member));
    const outcome = asked === null ? "wrong" : await stopForStaff(engine, member, asked);
    if (outcome === "wrong" || outcome === "not-usable" || outcome === "not-theirs") {
      const faults = outcome === "wrong" ? form.faults : ([outcome === "not-usable" ? "number" : "force"] as const);
      return c.html(<StopPage {...pageOf(c, member)} form={{ ...form, faults }} forces={forcesOf(member)} />, 400);
    }
    return c.html(<StopOutcome {...pageOf(c, member)} isStopped={outcome === "stopped"} />);
  })

  .get("/console/deliveries", requireStaff("see-deliveries"), async (c) => {
    const { engine, member } = c.var;
    const asked = c.req.query("replayed") ?? "";
    const replayed = /^\d{1,4}$/.test(asked) ? Number(asked) : null;
    const report = await reportForStaff(engine, member);
    return c.html(<DeliveriesPage {...pageOf(c, member)} {...report} replayed={replayed} />);
  })

  .post("/console/deliveries", requireStaff("replay-deliveries"), async (c) => {
    const replayed = await replayForStaff(c.var.engine, c.var.member);
    return c.redirect(`/console/deliveries?replayed=${replayed}${langOf(c)}`, 303);
  })

  .get("/console/quality", requireStaff("see-quality"), async (c) => {
    const { engine, member } = c.var;
    const senders = await sendersFor(engine, member, "see-quality");
    return c.html(<QualityListPage {...pageOf(c, member)} senders={senders} />);
  })

  .get("/console/quality/:sender", requireStaff("see-quality"), async (c) => {
    const { engine, member } = c.var;
    const senders = await sendersFor(engine, member, "see-quality");
    const sender = senders.find(({ id }) => id === c.req.param("sender"));
    if (!sender) throw missing();
    const today = londonDate(engine.clock.now());
    const [report, files] = await Promise.all([
      reportQuality(engine, sender.id, plusDays(today, 1 - QUALITY_DAYS), today),
      latestIntakes(engine.vault, sender.id, FILES_SHOWN),
    ]);
    return c.html(<QualityPage {...pageOf(c, member)} sender={sender} report={report} files={files} />);
  })

  .get("/console/senders", requireStaff("manage-senders"), async (c) => {
    const { engine, member } = c.var;
    const senders = await sendersFor(engine, member, "manage-senders");
    return c.html(<SenderListPage {...pageOf(c, member)} senders={senders} />);
  })

  .get("/console/staff", requireStaff("manage-staff"), async (c) => {
    const { engine, member } = c.var;
    const current = (await listStaff(engine)).filter(({ endedAt }) => endedAt === null);
    const staff = withinReach(member, "manage-staff", current, ({ grants }) => grants.map(({ area }) => area));
    return c.html(<StaffListPage {...pageOf(c, member)} staff={staff} />);
  })

  .get("/console/sign-out", requireStaff(null), (c) => c.redirect(c.var.engine.staff.signOutAt ?? "/console", 303))

  .all("/console/*", requireStaff(null), () => {
    throw missing();
  });

const langOf = (c: Context) => {
  const asked = c.req.query("lang");
  return isLocale(asked) ? `&lang=${asked}` : "";
};
