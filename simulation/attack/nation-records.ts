import type { DatabaseSync } from "node:sqlite";
import { type Stage, stages } from "../../src/domain/dimension.ts";
import { dispositions } from "../../src/domain/disposition.ts";
import { themes } from "../../src/domain/moderation.ts";
import { instruments, measureOf, scaleOf } from "../../src/instrument/registry.ts";
import { closureFigures } from "../../src/results/closure-figures.ts";
import { complianceCounted } from "../../src/results/compliance-figures.ts";
import { streamOf, whole } from "../chance.ts";
import { areaCodes } from "./people.ts";

// What a nation's quarter holds beside its answers: counts of cases, journeys, closure discussions and comments. All of
// it is made up, and the same in every quarter, so that whoever knows it can look for the same noise twice.

/** How many cases of an area and stage ended in one way: exact, as they come through the frame. */
type CaseCount = {
  readonly area: string;
  readonly stage: Stage;
  readonly disposition: string;
  readonly n: number;
};

/** The frame. Those who were reached and not heard of are most. */
export const frameCounts: readonly CaseCount[] = areaCodes.flatMap((area) =>
  stages.flatMap((stage) =>
    dispositions.map((disposition) => {
      const next = streamOf("frame", `${area}|${stage}|${disposition}`);
      return { area, stage, disposition, n: whole(next, 0, disposition === "NC" ? 1200 : 120) };
    }),
  ),
);

/** A count of an area's: of victims' rights on record, or of closure discussions. */
type AreaCount = { readonly area: string; readonly figure: string; readonly code: string; readonly n: number };

/** What is on record of victims' rights: fewer than there are victims. */
export const complianceCounts: readonly AreaCount[] = areaCodes.flatMap((area) => {
  const next = streamOf("compliance", area);
  return complianceCounted.map(({ figure, code }) => ({
    area,
    figure,
    code,
    n: figure === "victims" ? whole(next, 200, 400) : whole(next, 0, 200),
  }));
});

const closureCounts: readonly AreaCount[] = areaCodes.flatMap((area) => {
  const next = streamOf("closure counts", area);
  return closureFigures
    .filter(({ source }) => source === "recorded")
    .flatMap(({ id, codes, several }) =>
      [...codes, ...(several ? ["base"] : [])].map((code) => ({
        area,
        figure: id,
        code,
        n: code === "base" ? 200 : whole(next, 0, 150),
      })),
    );
});

/** Questions of a closure form that one answer is given to. */
const closureQuestions = (by: string) =>
  instruments
    .filter((instrument) => instrument.form === "closure" && instrument.by === by)
    .flatMap(({ questions }) =>
      questions.flatMap(({ kind, measure }) => (kind === "many" || measure === undefined ? [] : [measure])),
    );

/** Counts of cases of a period, whole, so that its release may begin; and who was invited, by whom answers are weighed. */
export function fillCounts(database: DatabaseSync, period: string): void {
  const frame = database.prepare(
    "insert or replace into frame (period, area, stage, disposition, n) values (?, ?, ?, ?, ?)",
  );
  for (const { area, stage, disposition, n } of frameCounts) frame.run(period, area, stage, disposition, n);
  for (const [table, counts] of [
    ["compliance_count", complianceCounts],
    ["closure_count", closureCounts],
  ] as const) {
    const insert = database.prepare(
      `insert or replace into ${table} (period, area, figure, code, n) values (?, ?, ?, ?, ?)`,
    );
    for (const { area, figure, code, n } of counts) insert.run(period, area, figure, code, n);
  }
  // Twice as many were invited, of every kind alike: what the release weighs answers by.
  database
    .prepare(
      `insert or replace into frame_margin (period, area, stage, attribute, category, n)
       select period, area, stage, attribute, category, 2 * count(*) from (
         select period, area, stage, 'offence' as attribute, offence as category from response
         union all select period, area, stage, 'age', age from response
         union all select period, area, stage, 'sex', sex from response
         union all select period, area, stage, 'abuse', abuse from response)
       where period = ? group by 1, 2, 3, 4, 5`,
    )
    .run(period);
  database.prepare("insert or replace into frame_mark values (?)").run(period);
}

const levels = ["satisfied", "neither", "dissatisfied"] as const;

/**
 * Journeys, closure discussions and comments of a period, as mixing leaves them.
 *
 * @param size How many answered: some of them are in these.
 */
export function fillBeside(database: DatabaseSync, period: string, size: number): void {
  const next = streamOf("beside", period);
  const one = <T>(list: readonly T[]): T | undefined => list[whole(next, 0, list.length - 1)];
  const id = () => whole(next, 2 ** 40, 2 ** 44).toString(16);
  const rkey = () => whole(next, 0, 2 ** 40 - 1);
  const step = database.prepare(
    "insert into journey_answer (id, period, cohort, tag, stage, area, overall, rkey) values (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const closure = database.prepare(
    "insert into closure_answer (id, period, area, offence, recorded_by, instrument, items, rkey) values (?, ?, ?, 'violence', ?, ?, ?, ?)",
  );
  const comment = database.prepare(
    "insert into comment (id, period, area, stage, recorded_by, sealed, state, text, themes, rkey) values (?, ?, ?, ?, 'victim', '', 'withheld', null, ?, ?)",
  );
  for (let at = 0; at < size / 10; at++) {
    const area = one(areaCodes) ?? "";
    const tag = id();
    for (const stage of ["report", one(stages.slice(1)) ?? "charge"]) {
      step.run(id(), period, period, tag, stage, area, one(levels) ?? "neither", rkey());
    }
    const by = at % 2 === 0 ? "officer" : "victim";
    const form = instruments.find((instrument) => instrument.form === "closure" && instrument.by === by);
    const answers = closureQuestions(by).map((measure) => {
      const { options } = scaleOf(measureOf(measure).scale);
      return [measure, one(options)?.code ?? ""] as const;
    });
    closure.run(id(), period, area, by, form?.id ?? "", JSON.stringify(Object.fromEntries(answers)), rkey());
    comment.run(id(), period, area, one(stages) ?? "report", JSON.stringify([one(themes)?.code ?? ""]), rkey());
  }
}
