import { Hono } from "hono";
import { isTheme, type Verdict, withholdingReasons } from "../../domain/moderation.ts";
import type { StaffMember } from "../../domain/permission.ts";
import { countComments, listComments, moderate, type Moderating, openComment } from "../../flow/moderate.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { Problem } from "../../kernel/problem.ts";
import { CommentPage, CommentsPage } from "../../ui/console-comments.tsx";
import { consoleLink } from "../../ui/console-layout.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { onConsoleError, pageOf } from "./console.tsx";
import { localeOf, readForm } from "./sitting.ts";

type Engine = HasStaff & Moderating;

const SECTION = "/console/comments";

const missing = () => new Problem("not-found", `See ${SECTION}.`);

/** Words to take out: ticked ones, and a line each of those that were typed. */
const wordsOf = (form: URLSearchParams): readonly string[] =>
  [...form.getAll("mask"), ...(form.get("words") ?? "").split("\n")]
    .map((word) => word.trim())
    .filter((word) => word !== "");

function verdictOf(form: URLSearchParams): Verdict | null {
  const themes = form.getAll("theme").filter(isTheme);
  if (form.get("verdict") === "release") return { act: "release", themes };
  const reason = withholdingReasons.find((each) => each === form.get("verdict"));
  return reason === undefined ? null : { act: "withhold", reason, themes };
}

/** Comments before they are released: staff read them here, and nowhere does anything say who wrote one. */
export const consoleComments = new Hono<{ Variables: { engine: Engine; member: StaffMember } }>()
  .onError(onConsoleError)
  .use(SECTION, ownPagesOnly)
  .use(`${SECTION}/*`, ownPagesOnly)

  .get(SECTION, requireStaff("moderate-comments"), async (c) => {
    const { engine, member } = c.var;
    const language = (["en", "cy"] as const).find((each) => each === c.req.query("language")) ?? null;
    const after = /^[0-9a-f]{32}$/.exec(c.req.query("after") ?? "")?.[0] ?? "";
    const [waiting, list] = [
      await countComments(engine, member),
      await listComments(engine, member, { after, language }),
    ];
    const isDone = c.req.query("done") === "yes";
    return c.html(<CommentsPage {...pageOf(c, member)} {...list} {...{ waiting, language, isDone }} />);
  })

  .get(`${SECTION}/:id`, requireStaff("moderate-comments"), async (c) => {
    const { engine, member } = c.var;
    const comment = await openComment(engine, member, c.req.param("id"));
    if (comment === null) throw missing();
    const fault = c.req.query("changed") === "yes" ? "changed" : null;
    return c.html(<CommentPage {...pageOf(c, member)} comment={comment} fault={fault} chosen={[]} />);
  })

  .post(`${SECTION}/:id`, requireStaff("moderate-comments"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const form = await readForm(c);
    const verdict = verdictOf(form);
    const isLooking = form.get("act") === "look";
    if (!isLooking && verdict === null) {
      const comment = await openComment(engine, member, id);
      if (comment === null) throw missing();
      const chosen = form.getAll("theme");
      return c.html(<CommentPage {...pageOf(c, member)} comment={comment} fault="verdict" chosen={chosen} />, 400);
    }
    const seen = form.get("seen") ?? "";
    const done = await moderate(engine, member, id, {
      seen,
      words: wordsOf(form),
      verdict: isLooking ? null : verdict,
    });
    if (done === "missing") throw missing();
    const after =
      done === "changed" ? `${SECTION}/${id}?changed=yes` : isLooking ? `${SECTION}/${id}` : `${SECTION}?done=yes`;
    return c.redirect(consoleLink(after, localeOf(c)), 303);
  });
