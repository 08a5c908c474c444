import { sql } from "drizzle-orm";
import { type ComplianceAct, complianceActs, type ComplianceStep, kindsOfStep } from "../../domain/compliance.ts";
import type { Instant } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, milestone, sender, victim } from "./schema.ts";

export type ComplianceCount = {
  readonly area: string;
  readonly figure: string;
  readonly code: string;
  readonly n: number;
};

/** The acts that are expected from one step on. */
export type ExpectedActs = {
  readonly step: ComplianceStep;
  readonly acts: readonly {
    readonly act: ComplianceAct;
    /** By the hour of the step; empty where no time is set. */
    readonly deadlines: readonly { readonly hour: string; readonly until: Instant }[];
  }[];
};

const list = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;

const kindOf = (act: ComplianceAct) => `compliance.${act}`;

/**
 * Victims of whom something is expected, and what is on record of each: of the people in the cases whose first such step
 * came in the stretch of time. A record that names no victim is of the only one that the case has. What was
 * taken back is no record. The senders are gone through one by one because the index is by sender.
 */
const those = (step: ComplianceStep, { from, until }: Stretch) => sql`
  step (case_id, at) as materialized (
    select came.case_id, min(m.occurred_at)
    from (
      select distinct c.case_id from ${sender} s cross join json_each(${JSON.stringify(kindsOfStep[step])}) kind
      cross join ${milestone} c on c.sender_id = s.id and c.kind = kind.value
        and c.occurred_at >= ${from} and c.occurred_at < ${until} and c.state = 'recorded'
    ) came
    cross join ${milestone} m on m.case_id = came.case_id and m.kind in ${list(kindsOfStep[step])} and m.state = 'recorded'
    group by came.case_id having min(m.occurred_at) >= ${from}
  ),
  expected (person, area, case_id, victim_id, at, alone) as materialized (
    select row_number() over (), f.area, step.case_id, cv.victim_id, step.at,
      (select count(*) from ${caseVictim} other where other.case_id = step.case_id) = 1
    from step cross join ${caseFile} f on f.id = step.case_id
    cross join ${caseVictim} cv on cv.case_id = step.case_id
    cross join ${victim} v on v.id = cv.victim_id
    where not exists (select 1 from json_each(v.flags) where value = 'organisation')
  ),
  told (person, area, at, kind, told_at, detail) as materialized (
    select e.person, e.area, e.at, m.kind, m.occurred_at, m.detail
    from expected e cross join ${milestone} m
      on m.case_id = e.case_id and m.kind in ${list(complianceActs.map(kindOf))} and m.state = 'recorded'
    where m.victim_id = e.victim_id or (m.victim_id is null and e.alone)
  )`;

type Stretch = { readonly from: Instant; readonly until: Instant };

/**
 * What is on record of victims' rights, as counts of victims by area and nothing finer: of how many something is expected
 * (`victims`), of how many anything at all is on record (`recorded`), of how many each act is, and is in time, and which
 * rights they were told of.
 *
 * @param stretch In which the step came: its first moment, and the first one after it. Who came to it later, though in the
 *   same quarter, is in no count.
 */
export async function complianceCounts(
  vault: VaultDb,
  stretch: Stretch,
  expected: readonly ExpectedActs[],
): Promise<readonly ComplianceCount[]> {
  const rows = await runBatch(
    vault,
    expected.map(({ step, acts }) => countedFrom(step, acts, stretch)),
  );
  return (rows as readonly (readonly ComplianceCount[])[]).flat();
}

function countedFrom(step: ComplianceStep, acts: ExpectedActs["acts"], stretch: Stretch) {
  const limits = acts.flatMap(({ act, deadlines }) =>
    deadlines.map(({ hour, until }) => [`${kindOf(act)}|${hour}`, until]),
  );
  const counted = acts.map(({ act }) => ({ act, kind: kindOf(act) }));
  return sql`
    with ${those(step, stretch)},
    limits (key, until) as materialized (
      select value ->> 0, value ->> 1 from json_each(${JSON.stringify(limits)})
    )
    select area, 'victims' as figure, ${step} as code, count(*) as n from expected group by area
    union all
    select area, 'recorded', ${step}, count(distinct person) from told group by area
    union all
    select t.area, act.value ->> 'act', 'done', count(distinct t.person)
    from told t join json_each(${JSON.stringify(counted)}) act on act.value ->> 'kind' = t.kind
    group by t.area, t.kind
    union all
    select t.area, act.value ->> 'act', 'in-time', count(distinct t.person)
    from told t join json_each(${JSON.stringify(counted)}) act on act.value ->> 'kind' = t.kind
    join limits on limits.key = t.kind || '|' || substr(t.at, 1, 13)
    where t.told_at < limits.until group by t.area, t.kind
    ${
      step === "report"
        ? sql`union all
    select t.area, 'right', offered.value, count(distinct t.person)
    from told t cross join json_each(t.detail, '$.facts.rights') offered
    where t.kind = ${kindOf("rights-offered")} group by t.area, offered.value`
        : sql``
    }`;
}
