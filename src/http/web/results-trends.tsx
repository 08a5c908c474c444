import { Hono } from "hono";
import { Problem } from "../../kernel/problem.ts";
import { stageMeasures } from "../../results/measures.ts";
import { trend, trendReadings } from "../../results/trends.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { trendsPhrases as say } from "../../ui/phrases-results-trends.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { TrendsBody } from "../../ui/results-trends.tsx";
import { publicPage } from "../headers.ts";
import { findRelease } from "../released.ts";
import { quartersUntil, readQuarters, readTrendChoice, trendsOf } from "../trends.ts";
import { localeOf, show, showNothingYet } from "./results.tsx";

/** What victims are always asked: the questions that stand beside the chosen one. */
const headlineMeasures = stageMeasures.filter(({ core }) => core === "fixed");

/** Figures over time, up to a release. */
export const trendsResults = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/results/:release/trends", publicPage)
  .get("/results/:release/trends", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "trends");
    const { measure: question, stage: step, area: place } = c.req.query();
    const choice = readTrendChoice({ measure: question, stage: step, area: place });
    if ("wrong" in choice) throw new Problem("not-found", problems.trend.en);
    const { measure, stage, area } = choice;
    const beside = headlineMeasures.filter(({ stages }) => stages.includes(stage));
    const table = area === undefined ? "stage" : "area.stage";
    const readings = [...trendReadings(measure), { table, measures: beside.map(({ id }) => id) }];
    const isAsked = measure.stages.includes(stage);
    const quarters = isAsked ? await quartersUntil(c.var.engine, release.period) : [];
    const read = await readQuarters(c.var.engine, quarters, readings);
    const body = (
      <TrendsBody
        release={release}
        measures={stageMeasures}
        chosen={measure}
        stage={stage}
        area={area}
        isAsked={isAsked}
        {...trendsOf(choice, read)}
        headlines={beside.map((one) => ({
          measure: one.id,
          points: trend({ measure: one, stage, area: area?.code ?? null }, read),
        }))}
        locale={locale}
        action={new URL(c.req.url).pathname}
        addressOf={(extension) =>
          `/v1/trends.${extension}?measure=${measure.id}&stage=${stage}${area === undefined ? "" : `&area=${area.code}`}&until=${release.period}`
        }
      />
    );
    return show(c, locale, { title: say.trendsTitle[locale], section: "trends", body });
  });
