import { sql } from "drizzle-orm";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { closureDiscussion, closureRequest, invitation, milestone } from "./schema.ts";

export type ClosureCount = {
  readonly area: string;
  readonly figure: string;
  readonly code: string;
  readonly n: number;
};

/** Kept with the case, and counted by their answers; those to which several may be given are counted with their base. */
const counted = ["VCD1R", "VCD6", "VCD7", "VCD8", "VCD8A", "VCD9"];

/** The discussions of a period as they stand: of a corrected one the last version, and the day of the first record. */
const discussions = (period: string) => sql`(
  select r.area, d.discussion, d.engagement, d.actions,
    julianday(substr(first.recorded_at, 1, 10)) - julianday(coalesce(substr(m.occurred_at, 1, 10), r.due_on)) as days
  from ${closureRequest} r
  join ${closureDiscussion} d on d.request_id = r.id
    and d.version = (select max(version) from ${closureDiscussion} v where v.request_id = r.id)
  join ${closureDiscussion} first on first.request_id = r.id and first.version = 1
  left join ${milestone} m on m.id = r.milestone_id
  where r.period = ${period} and r.state = 'recorded')`;

/**
 * What became of the closure discussions of a period, as counts by area: whether one was recorded, how many days after the
 * closing, and what was done. Nothing finer, and nothing of what a victim said.
 *
 * @param bands Of days from the closing to the record, in order; `lastDay` is null in the last.
 */
export async function closureCounts(
  vault: VaultDb,
  period: string,
  bands: readonly { readonly code: string; readonly lastDay: number | null }[],
): Promise<readonly ClosureCount[]> {
  const those = discussions(period);
  const rows = await runBatch(vault, [
    sql`select area, 'coverage' as figure, discussion as code, count(*) as n from ${those} group by area, discussion`,
    sql`
    select area, 'coverage' as figure, 'none' as code, count(*) as n from ${closureRequest}
    where period = ${period} and state = 'open' group by area`,
    sql`
    select area, 'coverage' as figure, 'own-form' as code, count(*) as n from ${invitation}
    where period = ${period} and stage = 'closure' and state not in ('excluded', 'cancelled') group by area`,
    sql`
    select area, 'days' as figure, (
        select b.value ->> 'code' from json_each(${JSON.stringify(bands)}) b
        where b.value ->> 'lastDay' is null or days <= b.value ->> 'lastDay' order by b.key limit 1) as code,
      count(*) as n
    from ${those} group by area, code`,
    sql`select area, 'VCD4' as figure, engagement as code, count(*) as n from ${those}
      where engagement is not null group by area, engagement`,
    sql`
    select area, asked.value as figure, given.value as code, count(*) as n
    from json_each(${JSON.stringify(counted)}) asked
    cross join ${those} cross join json_each(actions, '$.' || asked.value) given
    where asked.value <> 'VCD8A' or given.value <> 'none' group by area, asked.value, given.value`,
    sql`select area, 'VCD6' as figure, 'base' as code, count(*) as n from ${those}
      where discussion = 'held' group by area`,
    sql`select area, 'VCD8' as figure, 'base' as code, count(*) as n from ${those}
      where json_array_length(actions, '$.VCD8') > 0 group by area`,
    sql`select area, 'VCD8A' as figure, 'base' as code, count(*) as n from ${those}
      where discussion = 'held' and exists (select 1 from json_each(actions, '$.VCD8') where value <> 'none')
      group by area`,
  ]);
  return (rows as readonly (readonly ClosureCount[])[]).flat();
}
