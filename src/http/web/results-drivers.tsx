import { Hono } from "hono";
import { stages } from "../../domain/dimension.ts";
import { Problem } from "../../kernel/problem.ts";
import { driverMeasures, drivers } from "../../results/drivers.ts";
import { OVERALL, surveyMeasures } from "../../results/measures.ts";
import { byMode, modeTableMeasures } from "../../results/modes.ts";
import { type Participation, participation, rateMeasures } from "../../results/rates.ts";
import { type CellsOf, tableRows } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { journeysPhrases as say } from "../../ui/phrases-results-journeys.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { DriversBody } from "../../ui/results-drivers.tsx";
import { ModesBody } from "../../ui/results-modes.tsx";
import { publicPage } from "../headers.ts";
import { findRelease, readCells } from "../released.ts";
import { localeOf, show, showNothingYet } from "./results.tsx";

const whole = { table: "", measures: rateMeasures };

const participationOfAll = (cellsOf: CellsOf): Participation | null =>
  participation({ by: [], filters: [] }, cellsOf)[0] ?? null;

const fileOf = (release: string, which: string) => (extension: string) =>
  `/v1/releases/${release}/nation/${which}.${extension}`;

/** What goes with satisfaction, and how people answered: rendered here, without script, from a release alone. */
export const driversResults = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/results/*", publicPage)
  .get("/results/:release/drivers", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "journey");
    const asked = c.req.query("stage") ?? stages[0];
    const stage = stages.find((one) => one === asked);
    if (stage === undefined) throw new Problem("not-found", problems.stage.en);
    const cellsOf = await readCells(c.var.engine, release.id, [
      { table: "stage", measures: [...driverMeasures, OVERALL] },
      whole,
    ]);
    const overall = tableRows(
      { by: ["stage"], filters: [], measures: [OVERALL], statistic: "percent" },
      surveyMeasures,
      cellsOf,
    );
    const body = (
      <DriversBody
        release={release}
        stage={stage}
        drivers={drivers(stage, cellsOf)}
        everybody={overall.find(({ at }) => at.stage === stage) ?? null}
        all={participationOfAll(cellsOf)}
        locale={locale}
        here={new URL(c.req.url).pathname}
        addressOf={fileOf(release.id, "drivers")}
      />
    );
    return show(c, locale, { title: say.driversTitle[locale], section: "journey", body });
  })
  .get("/results/:release/modes", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "journey");
    const cellsOf = await readCells(c.var.engine, release.id, [{ table: "stage", measures: modeTableMeasures }, whole]);
    const body = (
      <ModesBody
        release={release}
        figures={byMode(cellsOf)}
        all={participationOfAll(cellsOf)}
        locale={locale}
        addressOf={fileOf(release.id, "modes")}
      />
    );
    return show(c, locale, { title: say.modesTitle[locale], section: "journey", body });
  });
