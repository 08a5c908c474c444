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
import type { ReleaseHead } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { changedTables } from "../../store/responses/releases.ts";
import { readWindow } from "../nation.ts";
import { entityTag, markAnswer, needRelease, readCells } from "../released.ts";
import { parameter, releaseParameter } from "./release-parameters.ts";
import { problemContent } from "./release-schemas.ts";
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
const SUBJECTS_A_PAGE = 60;

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

/** Journeys add up quarters that may be corrected themselves: nothing of this list is kept for good. */
async function tagOf(engine: HasResponses, { release, from }: Asked, form: "json" | "csv") {
  const { others } = await readWindow(engine, release);
  return await entityTag(release, `changes ${from} ${others.join(" ")}`, form);
}

/** A page of what a correction changed, and where the next one begins. */
async function changesOf(engine: HasResponses, { release, corrects, from }: Asked) {
  const { subjects, others } = subjectsToCompare(await changedTables(engine.responses, corrects, release.id));
  const { others: quarters } = await readWindow(engine, release);
  const revisions: Revision[] = [];
  const page = subjects.slice(from, from + SUBJECTS_A_PAGE);
  let looked = 0;
  for (const subject of page) {
    if (revisions.length >= REVISIONS_A_PAGE) break;
    const before = await readCells(engine, corrects, subject.readings);
    const after = await readCells(engine, release.id, subject.readings);
    const beside = subject.isRolling
      ? await Promise.all(quarters.map((id) => readCells(engine, id, subject.readings)))
      : [];
    revisions.push(...revisionsOf(subject, before, after, beside));
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
  description: `Figure by figure as they were printed, before and after${form}. Nothing is compared that was not published: percentages, scores, distributions and counts; rates; adjusted scores, limits and bands; journeys of four quarters; drivers, answers by mode, records of rights; weights, and who was invited and answered. Figures of four quarters follow from those of each, and are not listed but for journeys. A page may be empty and still name a next one.`,
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
      const { release, corrects, reason } = asked;
      const tag = await tagOf(c.var.engine, asked, "json");
      if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);
      const { revisions, others, next } = await changesOf(c.var.engine, asked);
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
      const { release } = asked;
      const tag = await tagOf(c.var.engine, asked, "csv");
      if (markAnswer(c, "latest", tag) === "held") return c.body(null, 304);
      const { revisions, others, next } = await changesOf(c.var.engine, asked);
      if (next !== null) c.header("Link", `</v1/releases/${release.id}/changes.csv?cursor=${next}>; rel="next"`);
      c.header("Content-Disposition", `attachment; filename="throughline-${release.id}-changes.csv"`);
      return c.body(revisionsCsv(revisions, next === null ? others : []), 200, {
        "Content-Type": "text/csv; charset=utf-8; header=present",
      });
    },
  );
