import { Hono } from "hono";
import { printCode } from "../../domain/code.ts";
import { areasFor, type StaffMember } from "../../domain/permission.ts";
import { findIssuable, issueCode, openIssuable, type SoughtCase } from "../../flow/issue-code.ts";
import type { HasPublicOrigin } from "../../flow/outgoing.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { Problem } from "../../kernel/problem.ts";
import { areas } from "../../results/codelist.ts";
import {
  CardPage,
  CodesPage,
  confirmationsFor,
  type FindFault,
  type FindForm,
  FoundPage,
  IssuePage,
  NotIssuedPage,
} from "../../ui/console-codes.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { onConsoleError, pageOf } from "./console.tsx";
import { localeOf, readForm } from "./sitting.ts";

type Engine = HasStaff & HasPublicOrigin & Parameters<typeof issueCode>[0];

const SECTION = "/console/codes";

const missing = () => new Problem("not-found", `See ${SECTION}.`);

/** Longest reference that is worth looking for, in characters. */
const LONGEST_REFERENCE = 200;

/** Forces whose references they may type. */
function forcesOf({ grants }: StaffMember) {
  const within = areasFor(grants, "issue-code");
  return areas
    .map(({ code, force }) => ({ code: force, area: code }))
    .filter(({ area }) => within === "all" || within.includes(area));
}

/** What to look for, or what is missing. */
function readSought(
  form: URLSearchParams,
  forces: ReturnType<typeof forcesOf>,
): { readonly form: FindForm; readonly sought: SoughtCase | null } {
  const by = (["victim", "crime"] as const).find((each) => each === form.get("by")) ?? null;
  const forceCode = forces.find(({ code }) => code === form.get("force"))?.code ?? null;
  const ref = (form.get("reference") ?? "").trim().slice(0, LONGEST_REFERENCE);
  const faults: FindFault[] = [];
  if (by === null) faults.push("by");
  if (forceCode === null) faults.push("force");
  if (ref === "") faults.push("reference");
  const isWhole = by !== null && forceCode !== null && ref !== "";
  return { form: { by, forceCode, faults }, sought: isWhole ? { by, forceCode, ref } : null };
}

const NO_FORM: FindForm = { by: null, forceCode: null, faults: [] };

/** Codes for people who are with an adviser or advocate. */
export const consoleCodes = new Hono<{ Variables: { engine: Engine; member: StaffMember } }>()
  .onError(onConsoleError)
  .use(SECTION, ownPagesOnly)
  .use(`${SECTION}/*`, ownPagesOnly)

  .get(SECTION, requireStaff("issue-code"), (c) => {
    const { member } = c.var;
    return c.html(<CodesPage {...pageOf(c, member)} form={NO_FORM} forces={forcesOf(member)} />);
  })

  .post(SECTION, requireStaff("issue-code"), async (c) => {
    const { engine, member } = c.var;
    const forces = forcesOf(member);
    const { form, sought } = readSought(await readForm(c), forces);
    if (sought === null) return c.html(<CodesPage {...pageOf(c, member)} form={form} forces={forces} />, 400);
    const found = await findIssuable(engine, member, sought);
    return c.html(<FoundPage {...pageOf(c, member)} found={found ?? []} />);
  })

  .get(`${SECTION}/:id`, requireStaff("issue-code"), async (c) => {
    const { engine, member } = c.var;
    const issuable = await openIssuable(engine, member, c.req.param("id"));
    if (issuable === null) throw missing();
    return c.html(<IssuePage {...pageOf(c, member)} issuable={issuable} made={issuable.page} isWrong={false} />);
  })

  .post(`${SECTION}/:id`, requireStaff("issue-code"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const form = await readForm(c);
    const confirmed = form.getAll("confirm");
    const isFor = (to: "adviser" | "parent") => confirmationsFor(to).every((each) => confirmed.includes(each));
    const to = (["adviser", "parent"] as const).find(isFor);
    if (to === undefined) {
      const issuable = await openIssuable(engine, member, id);
      if (issuable === null) throw missing();
      return c.html(<IssuePage {...pageOf(c, member)} issuable={issuable} made={issuable.page} isWrong />, 400);
    }
    const issued = await issueCode(engine, member, id, { to, page: form.get("made") ?? "" });
    if (issued === null) throw missing();
    if (issued.outcome !== "issued") {
      const why = issued.outcome === "changed" ? "changed" : issued.why;
      return c.html(<NotIssuedPage {...pageOf(c, member)} id={id} why={why} />, 409);
    }
    const address = `${new URL(engine.publicOrigin).host}/code`;
    const { code, expiresOn } = issued;
    return c.html(<CardPage locale={localeOf(c)} code={printCode(code)} address={address} expiresOn={expiresOn} />);
  });
