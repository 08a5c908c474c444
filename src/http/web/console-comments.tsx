import { Hono } from "hono";
import { absentWords, isTheme, THEMES_AT_MOST, type Verdict, withholdingReasons } from "../../domain/moderation.ts";
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
    const fault = (["changed", "masked"] as const).find((each) => c.req.query(each) === "yes") ?? null;
    const chosen = (c.req.queries("theme") ?? []).filter(isTheme);
    return c.html(<CommentPage {...pageOf(c, member)} comment={comment} fault={fault} chosen={chosen} />);
  })

  .post(`${SECTION}/:id`, requireStaff("moderate-comments"), async (c) => {
    const { engine, member } = c.var;
    const id = c.req.param("id");
    const form = await readForm(c);
    const verdict = verdictOf(form);
    const isLooking = form.get("act") === "look";
    const words = wordsOf(form);
    const themes = form.getAll("theme").filter(isTheme);
    const showAgain = async (fault: "verdict" | "absent" | "themes") => {
      const comment = await openComment(engine, member, id);
      if (comment === null) throw missing();
      const asked = { chosen: themes, ticked: form.getAll("mask"), typed: form.get("words") ?? "" };
      const absent = absentWords(comment.text, words);
      return c.html(<CommentPage {...pageOf(c, member)} {...{ comment, fault, absent }} {...asked} />, 400);
    };
    if (!isLooking && verdict === null) return await showAgain("verdict");
    if (themes.length > THEMES_AT_MOST) return await showAgain("themes");
    const seen = form.get("seen") ?? "";
    const done = await moderate(engine, member, id, { seen, words, verdict: isLooking ? null : verdict });
    if (done === "missing") throw missing();
    if (done === "absent") return await showAgain(done);
    if (done === "done" && !isLooking) return c.redirect(consoleLink(`${SECTION}?done=yes`, localeOf(c)), 303);
    const again = new URLSearchParams([[done, "yes"], ...themes.map((theme) => ["theme", theme])]);
    return c.redirect(consoleLink(`${SECTION}/${id}?${again.toString()}`, localeOf(c)), 303);
  });
