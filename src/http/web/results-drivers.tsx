import { Hono } from "hono";
import { stages } from "../../domain/dimension.ts";
import { Problem } from "../../kernel/problem.ts";
import { characteristicMeasures, characteristics, coreMeasures } from "../../results/characteristics.ts";
import { driverMeasures, drivers } from "../../results/drivers.ts";
import { OVERALL, surveyMeasures } from "../../results/measures.ts";
import { byMode, modeTableMeasures } from "../../results/modes.ts";
import { type Participation, participation, rateMeasures } from "../../results/rates.ts";
import { sideBySide } from "../../results/rolling.ts";
import { type CellsOf, tableRows } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { characteristicsPhrases } from "../../ui/phrases-results-characteristics.ts";
import { journeysPhrases as say } from "../../ui/phrases-results-journeys.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { ALL_STAGES, CharacteristicsBody } from "../../ui/results-characteristics.tsx";
import { DriversBody } from "../../ui/results-drivers.tsx";
import { ModesBody } from "../../ui/results-modes.tsx";
import { publicPage } from "../headers.ts";
import { findRelease, readCells } from "../released.ts";
import { localeOf, readingsFor, show, showNothingYet } from "./results.tsx";

const whole = { table: "", measures: rateMeasures };

const participationOfAll = (cellsOf: CellsOf): Participation | null =>
  participation({ by: [], filters: [] }, cellsOf)[0] ?? null;

const fileOf = (release: string, which: string) => (extension: string) =>
  `/v1/releases/${release}/nation/${which}.${extension}`;

/** What goes with satisfaction, how people of each characteristic and by each mode answered: rendered here, without script, from a release alone. */
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
  .get("/results/:release/characteristics", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "journey");
    const asked = c.req.query("stage") ?? stages[0];
    const stage = asked === ALL_STAGES ? null : stages.find((one) => one === asked);
    if (stage === undefined) throw new Problem("not-found", problems.stage.en);
    const measure = coreMeasures.find((id) => id === (c.req.query("measure") ?? OVERALL));
    if (measure === undefined) throw new Problem("not-found", problems.measure.en);
    const by = stage === null ? ([] as const) : (["stage"] as const);
    // Only the question that is shown has to be the same in all: another that changed is not in the file either.
    const asking = { measures: [measure], stages: [stage] };
    const { window, isRefused, read, isSame } = await readingsFor(c, release, asking);
    const cells = await Promise.all(
      read.map(({ id }) =>
        readCells(c.var.engine, id, [
          { table: "stage", measures: [...characteristicMeasures, measure] },
          { table: "", measures: [...rateMeasures, measure] },
        ]),
      ),
    );
    const cellsOf = sideBySide(cells);
    const everybody = tableRows(
      { by, filters: [], measures: [measure], statistic: "percent" },
      surveyMeasures,
      cellsOf,
    );
    const body = (
      <CharacteristicsBody
        release={release}
        stage={stage}
        measure={measure}
        contrasts={characteristics(stage, cellsOf, isSame).filter((one) => one.measure === measure)}
        everybody={everybody.find(({ at }) => stage === null || at.stage === stage) ?? null}
        all={participationOfAll(cellsOf)}
        locale={locale}
        here={new URL(c.req.url).pathname}
        window={window}
        isRefused={isRefused}
        addressOf={(extension) =>
          fileOf(release.id, stage === null ? "characteristics-all-stages" : "characteristics")(extension) +
          (window === null ? "" : "?window=4q")
        }
      />
    );
    return show(c, locale, { title: characteristicsPhrases.title[locale], section: "journey", body });
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
