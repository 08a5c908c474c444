import { type Context, Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import type { Localised } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import {
  type Revision,
  revisionsCsv,
  revisionsOf,
  type Shown,
  statusOf,
  subjectsToCompare,
} from "../../results/revisions.ts";
import type { Subject } from "../../results/revised-figures.ts";
import type { CellsOf, ReleaseHead } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { changedTables } from "../../store/responses/releases.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { parameter, releaseParameter } from "./release-parameters.ts";
import { problemContent } from "./release-schemas.ts";
import { type WindowOf, windowsWith } from "../windows.ts";
import { openToAll } from "./releases.ts";

type Env = { Variables: { engine: HasResponses } };

const figure = v.nullable(v.number());

const side = v.object({
  value: figure,
  lower_95: figure,
  upper_95: figure,
  base: figure,
  status: v.nullable(v.string()),
});

const changesSchema = v.object({
  release: v.string(),
  corrects: v.string(),
  reason: v.object({ en: v.string(), cy: v.string() }),
  revisions: v.array(
    v.object({
      table: v.string(),
      statistic: v.string(),
      /** Of figures of four quarters, the release with which these end. */
      window: v.nullable(v.string()),
      measure: v.string(),
      answer: v.nullable(v.string()),
      at: v.record(v.string(), v.string()),
      before: side,
      after: side,
      mark: v.literal("[r]"),
    }),
  ),
  /** Stored tables that differ, and that no figure of this list rests on. */
  others: v.array(v.object({ table: v.string(), measure: v.string() })),
  next: v.nullable(v.string()),
});

/** A page ends after the figures with which it reaches so many revisions, or has compared so many sets of figures. */
const REVISIONS_A_PAGE = 2000;
const SUBJECTS_A_PAGE = 20;

type Asked = {
  readonly release: ReleaseHead;
  readonly corrects: string;
  readonly reason: Localised;
  readonly from: number;
};

/** The correction that is asked about, and from which place in its list. @throws Problem `not-found` for what corrects nothing. */
async function readAsked(c: Context<Env>, id: string): Promise<Asked> {
  const release = await needRelease(c.var.engine, id);
  const { corrects, reason } = release;
  if (corrects === undefined || reason === undefined)
    throw new Problem("not-found", "This release corrects none: it has no list of changes.");
  const cursor = c.req.query("cursor") ?? "0";
  if (!/^\d{1,6}$/.test(cursor))
    throw new Problem("invalid-request", "Take the cursor from `next` of the page before.");
  return { release, corrects, reason, from: Number(cursor) };
}

/** Four quarters are added up that may be corrected themselves: nothing of this list is kept for good. */
async function tagOf(release: ReleaseHead, windows: readonly WindowOf[], of: { from: number; form: "json" | "csv" }) {
  const rests = windows.map(({ newest, others }) => `${newest}: ${others.map(({ hash }) => hash).join(" ")}`);
  return await entityTag(release, `changes ${of.from} ${rests.join("; ")}`, of.form);
}

/**
 * What a correction changed among some figures: of the quarter, and of every four quarters that hold it. A window without
 * another quarter tells what the quarter tells.
 */
async function revisionsIn(
  engine: HasResponses,
  { release, corrects }: Asked,
  subject: Subject,
  windows: readonly WindowOf[],
) {
  const before = await readCells(engine, corrects, subject.readings);
  const after = await readCells(engine, release.id, subject.readings);
  const revisions = subject.rolling === "always" ? [] : [...revisionsOf(subject, before, after)];
  if (subject.rolling === undefined) return revisions;
  const cells = new Map<string, Promise<CellsOf>>();
  const cellsFor = (id: string) => {
    const read = cells.get(id) ?? readCells(engine, id, subject.readings);
    cells.set(id, read);
    return read;
  };
  for (const { newest, others, isSame } of windows) {
    if (others.length === 0 && subject.rolling === "also") continue;
    const beside = await Promise.all(others.map(({ id }) => cellsFor(id)));
    revisions.push(...revisionsOf(subject, before, after, { newest, others: beside, isSame }));
  }
  return revisions;
}

/** A page of what a correction changed, and where the next one begins. */
async function changesOf(engine: HasResponses, asked: Asked, windows: readonly WindowOf[]) {
  const { release, corrects, from } = asked;
  const { subjects, others } = subjectsToCompare(await changedTables(engine.responses, corrects, release.id));
  const revisions: Revision[] = [];
  const page = subjects.slice(from, from + SUBJECTS_A_PAGE);
  let looked = 0;
  for (const subject of page) {
    if (revisions.length >= REVISIONS_A_PAGE) break;
    revisions.push(...(await revisionsIn(engine, asked, subject, windows)));
    looked++;
  }
  const next = from + looked;
  return { revisions, others, next: next < subjects.length ? String(next) : null };
}

const sideOf = (side: Shown) => ({
  value: side.value,
  lower_95: side.lower,
  upper_95: side.upper,
  base: side.base,
  status: statusOf(side),
});

const described = (form: string) => ({
  tags: ["Results"],
  parameters: [releaseParameter, parameter("cursor", "Where the page before ended: its `next`")],
  description: `Figure by figure as they were printed, before and after${form}. Nothing is compared that was not published: percentages, scores, distributions and counts; rates; adjusted scores, limits and bands; journeys; drivers, answers by mode and by characteristic, records of rights; weights, and who was invited and answered. Figures that are published of four quarters as well are listed for each four that hold the corrected one, where another of them is published: \`window\` names the release with which they end. A page may be empty and still name a next one.`,
});

/** What a correction changed. No key is needed to read. */
export const releaseChanges = new Hono<Env>()
  .use("/releases/*", openToAll)
  .get(
    "/releases/:id/changes",
    describeRoute({
      operationId: "getChanges",
      summary: "List what a correction changed against the release before it",
      ...described(""),
      responses: {
        200: { description: "The revisions", content: { "application/json": { schema: resolver(changesSchema) } } },
        304: { description: "You hold this already (If-None-Match)" },
        ...problemContent(400, 404),
      },
    }),
    async (c) => {
      const asked = await readAsked(c, c.req.param("id"));
      const { release, corrects, reason, from } = asked;
      const windows = await windowsWith(c.var.engine, release);
      const tag = await tagOf(release, windows, { from, form: "json" });
      if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);
      const { revisions, others, next } = await changesOf(c.var.engine, asked, windows);
      return c.json({
        release: release.id,
        corrects,
        reason,
        revisions: revisions.map(({ before, after, ...rest }) => ({
          ...rest,
          before: sideOf(before),
          after: sideOf(after),
          mark: "[r]",
        })),
        others,
        next,
      });
    },
  )
  .get(
    "/releases/:id/changes.csv",
    describeRoute({
      operationId: "getChangesAsCsv",
      summary: "Get what a correction changed as CSV",
      ...described(". The next page is in the header `Link`"),
      responses: {
        200: { description: "The revisions", content: { "text/csv": { schema: { type: "string" } } } },
        304: { description: "You hold this already (If-None-Match)" },
        ...problemContent(400, 404),
      },
    }),
    async (c) => {
      const asked = await readAsked(c, c.req.param("id"));
      const { release, from } = asked;
      const windows = await windowsWith(c.var.engine, release);
      const tag = await tagOf(release, windows, { from, form: "csv" });
      if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);
      const { revisions, others, next } = await changesOf(c.var.engine, asked, windows);
      if (next !== null) c.header("Link", `</v1/releases/${release.id}/changes.csv?cursor=${next}>; rel="next"`);
      c.header("Content-Disposition", `attachment; filename="throughline-${release.id}-changes.csv"`);
      return c.body(revisionsCsv(revisions, next === null ? others : []), 200, {
        "Content-Type": "text/csv; charset=utf-8; header=present",
      });
    },
  );
