import { Hono } from "hono";
import { Problem } from "../../kernel/problem.ts";
import { closureFigures } from "../../results/closure-figures.ts";
import { closureGap, closureMeasures, closureRows, closureTable, gapMeasures } from "../../results/closure.ts";
import { areaOf } from "../../results/codelist.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { closureResultsPhrases as say } from "../../ui/phrases-results-closure.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { ClosureResultsBody } from "../../ui/results-closure.tsx";
import { publicPage } from "../headers.ts";
import { findRelease, readCells } from "../released.ts";
import { localeOf, show, showNothingYet } from "./results.tsx";

/** What is recorded and said when cases close: rendered here, without script, from a release alone. */
export const closureResults = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/results/*", publicPage)
  .get("/results/:release/closure", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "closure");
    const asked = c.req.query("area") ?? "";
    const area = areaOf(asked);
    if (asked !== "" && area === undefined) throw new Problem("not-found", problems.area.en);

    const measures = closureMeasures(closureFigures);
    const cellsOf = await readCells(c.var.engine, release.id, [
      { table: closureTable("all"), measures: [...measures, ...gapMeasures] },
      { table: closureTable("area"), measures },
    ]);
    const cut = area === undefined ? "all" : "area";
    const body = (
      <ClosureResultsBody
        release={release}
        nation={closureRows(closureFigures, "all", cellsOf)}
        areas={closureRows(area === undefined ? closureFigures.slice(0, 1) : closureFigures, "area", cellsOf)}
        gap={closureGap(cellsOf)}
        area={area}
        locale={locale}
        here={new URL(c.req.url).pathname}
        addressOf={(figures) => (extension) =>
          `/v1/releases/${release.id}/closure/${cut}.${extension}?figure=${figures.join(",")}`
        }
      />
    );
    return show(c, locale, { title: say.title[locale], section: "closure", body });
  });
