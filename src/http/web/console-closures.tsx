import { type Context, Hono } from "hono";
import { answersOfRecord } from "../../domain/closure.ts";
import type { StaffMember } from "../../domain/permission.ts";
import {
  correctAsStaff,
  countClosuresFor,
  listClosuresFor,
  type OpenedClosure,
  openClosure,
  recordAsStaff,
} from "../../flow/closure-console.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { currentInstrument } from "../../instrument/registry.ts";
import { Problem } from "../../kernel/problem.ts";
import { londonDate } from "../../kernel/time.ts";
import type { FilledClosure } from "../../ui/closure-form.tsx";
import { closureNotices, type ClosureOutcome } from "../../ui/closure-pages.tsx";
import { ClosureDetailPage, ClosureListPage, ConsoleClosureForm } from "../../ui/console-closures.tsx";
import { consoleLink } from "../../ui/console-layout.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { discussionOf, emptyForm, isFaulty, readClosure } from "./closure.tsx";
import { onConsoleError, pageOf } from "./console.tsx";
import { localeOf, readForm } from "./sitting.ts";

type Engine = HasStaff & Parameters<typeof recordAsStaff>[0];
type Staffed = { Variables: { engine: Engine; member: StaffMember } };

const SECTION = "/console/closures";

const missing = () => new Problem("not-found", `See ${SECTION}.`);

const standingOf = (asked: string | undefined) =>
  (["overdue", "due", "recorded"] as const).find((each) => each === asked) ?? "due";

const isOutcome = (text: string | undefined): text is ClosureOutcome => text !== undefined && text in closureNotices;

const todayOf = (c: Context<Staffed>) => londonDate(c.var.engine.clock.now());

/** A request that may be recorded or corrected by whoever asks; both are recorded as a look at it. */
async function openOwn(c: Context<Staffed>, id: string, state: OpenedClosure["state"]): Promise<OpenedClosure> {
  const { engine, member } = c.var;
  const opened = await openClosure(engine, member, id);
  if (opened === null || !opened.mayRecord || opened.state !== state) throw missing();
  return opened;
}

/** Back to the request, which says what became of the form. */
const toRequest = (c: Context<Staffed>, id: string, outcome: ClosureOutcome) =>
  c.redirect(consoleLink(`${SECTION}/${id}?outcome=${outcome}`, localeOf(c)), 303);

/** The form as what holds now fills it in. */
function formOf(
  { versions }: OpenedClosure,
  c: Context<Staffed>,
): { readonly form: FilledClosure; readonly version: number } {
  const current = versions === "not-theirs" ? undefined : versions.at(-1);
  if (current === undefined) throw missing();
  const form = { ...emptyForm(todayOf(c)), answers: answersOfRecord(current), heldOn: current.heldOn ?? "" };
  return { form, version: current.version };
}

/** Closure discussions, for officers who record them and those who coordinate in their area. */
export const consoleClosures = new Hono<Staffed>()
  .onError(onConsoleError)
  .use(SECTION, ownPagesOnly)
  .use(`${SECTION}/*`, ownPagesOnly)

  .get(SECTION, requireStaff("see-closures"), async (c) => {
    const { engine, member } = c.var;
    const standing = standingOf(c.req.query("standing"));
    const asked = c.req.query("page") ?? "1";
    const number = /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1;
    const [counts, listed] = await Promise.all([
      countClosuresFor(engine, member),
      listClosuresFor(engine, member, { standing, number }),
    ]);
    const page = { ...pageOf(c, member), query: `?standing=${standing}${number === 1 ? "" : `&page=${number}`}` };
    return c.html(<ClosureListPage {...page} {...listed} {...{ standing, counts, number }} />);
  })

  .get(`${SECTION}/:id`, requireStaff("see-closures"), async (c) => {
    const { engine, member } = c.var;
    const closure = await openClosure(engine, member, c.req.param("id"));
    if (closure === null) throw missing();
    const asked = c.req.query("outcome");
    const { questions } = currentInstrument("closure", "officer");
    const outcome = isOutcome(asked) ? asked : null;
    return c.html(<ClosureDetailPage {...pageOf(c, member)} {...{ closure, questions, outcome }} />);
  })

  .get(`${SECTION}/:id/record`, requireStaff("record-closure"), async (c) => {
    await openOwn(c, c.req.param("id"), "open");
    return c.html(<ConsoleClosureForm {...pageOf(c, c.var.member)} {...emptyForm(todayOf(c))} />);
  })

  .post(`${SECTION}/:id/record`, requireStaff("record-closure"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const posted = readClosure(await readForm(c), { locale: localeOf(c), today: todayOf(c) }, "all");
    if (isFaulty(posted)) return c.html(<ConsoleClosureForm {...pageOf(c, member)} {...posted.filled} />, 400);
    const state = await recordAsStaff(engine, member, id, discussionOf(posted));
    if (state === null || state === "unknown") throw missing();
    return toRequest(c, id, state);
  })

  .get(`${SECTION}/:id/correct`, requireStaff("record-closure"), async (c) => {
    const { form, version } = formOf(await openOwn(c, c.req.param("id"), "recorded"), c);
    return c.html(<ConsoleClosureForm {...pageOf(c, c.var.member)} {...form} corrects={version} />);
  })

  .post(`${SECTION}/:id/correct`, requireStaff("record-closure"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const posted = readClosure(await readForm(c), { locale: localeOf(c), today: todayOf(c) }, "all");
    const from = posted.from ?? 1;
    if (isFaulty(posted))
      return c.html(<ConsoleClosureForm {...pageOf(c, member)} {...posted.filled} corrects={from} />, 400);
    const { heldOn, filled } = posted;
    const correction = { ...discussionOf(posted), heldOn: filled.heldOn === "" ? null : heldOn, from };
    const state = await correctAsStaff(engine, member, id, correction);
    if (state === null || state === "unknown") throw missing();
    return toRequest(c, id, state);
  });
