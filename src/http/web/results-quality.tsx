import { Hono } from "hono";
import { stages } from "../../domain/dimension.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { qualityPhrases as say } from "../../ui/phrases-results-quality.ts";
import { QualityBody } from "../../ui/results-quality.tsx";
import { publicPage } from "../headers.ts";
import { readQuality } from "../release-quality.ts";
import { findRelease } from "../released.ts";
import { localeOf, show, showNothingYet } from "./results.tsx";

/** Points of the score that the planner takes, and begins with. */
const POINTS = { least: 1, most: 50, usual: 5 } as const;

/** Points as they were typed; null for what is no number, or out of range. */
function pointsIn(typed: string): number | null {
  const points = typed === "" ? Number.NaN : Number(typed);
  return points >= POINTS.least && points <= POINTS.most ? points : null;
}

/** How good the figures are: rendered here, without script, from a release alone. */
export const qualityResults = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/results/*", publicPage)
  .get("/results/:release/quality", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "quality");
    const asked = c.req.query("stage") ?? stages[0];
    const stage = stages.find((one) => one === asked);
    if (stage === undefined) throw new Problem("not-found", problems.stage.en);
    const typed = (c.req.query("points") ?? String(POINTS.usual)).trim();
    const points = pointsIn(typed);
    if (points === null) c.status(400);
    const body = (
      <QualityBody
        release={release}
        {...await readQuality(c.var.engine, release)}
        planned={{ stage, points, typed: points === null ? "" : typed }}
        locale={locale}
        here={new URL(c.req.url).pathname}
      />
    );
    return show(c, locale, { title: say.title[locale], section: "quality", body });
  });
