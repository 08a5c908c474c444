import { sql } from "drizzle-orm";
import {
  type Acknowledgement,
  type AlarmChanges,
  type ContactAlarm,
  type ContactSign,
  REPEATED_FROM,
} from "../../domain/contact-alarm.ts";
import type { LocalDate, Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { caseVictim, contactAlarm, contactTally, invitation, victim } from "./schema.ts";

/** A week's days, both included. */
export type WeekDays = { readonly week: Week; readonly from: LocalDate; readonly to: LocalDate };

/** Of the invitations of an area that were due in a week, how many were looked at, and how many show a sign. */
export type ContactTally = {
  readonly area: string;
  readonly week: Week;
  readonly sign: ContactSign;
  readonly n: number;
  readonly base: number;
};

/**
 * Numbers, or addresses, that so many victims of one force have in so many cases. First those that many victims have at
 * all, from the index alone: hardly any, so that only theirs are looked up.
 */
const repeated = (index: "phone_index" | "email_index") => {
  const column = sql.raw(index);
  return sql`
    select v.area, v.${column} as contact
    from (select ${column} as many from ${victim} where ${column} is not null
      group by ${column} having count(*) >= ${REPEATED_FROM}) often
    join ${victim} v on v.${column} = often.many
    join ${caseVictim} cv on cv.victim_id = v.id
    group by v.area, v.${column}
    having count(distinct v.id) >= ${REPEATED_FROM} and count(distinct cv.case_id) >= ${REPEATED_FROM}`;
};

/** States of what was, is or may yet be to be sent: what was left out by rule says nothing of a number. */
const toBeSent = sql`('scheduled', 'held', 'claimed', 'sent', 'delivered', 'failed', 'closed')`;

/** States of what a gateway has had: of the last three only where it says why it did not arrive. */
const gone = sql`('sent', 'delivered', 'closed', 'failed', 'excluded', 'cancelled')`;

/**
 * Whether a message was tried, and not a call. What a gateway refused at once has failed and has no gateway any more; a call
 * that found the number dead, or somebody else, is cancelled and never had one.
 */
const wasWritten = sql`(i.state = 'failed' or i.gateway is not null)`;

/**
 * Counts these weeks anew, in place of what was counted of them: a receipt may come late, and a number is repeated only
 * once the third victim has it. Of one force's victims, as one force gives one person one reference. No number, and no hash of
 * one, leaves the statement.
 */
export async function countContacts(vault: VaultDb, weeks: readonly WeekDays[]): Promise<void> {
  const json = JSON.stringify(weeks);
  const named = sql`(select value ->> 'week' as week, value ->> 'from' as first, value ->> 'to' as last
    from json_each(${json}))`;
  await runBatch(vault, [
    sql`delete from ${contactTally} where week in (select value ->> 'week' from json_each(${json}))`,
    sql`
      with phones as materialized (${repeated("phone_index")}), emails as materialized (${repeated("email_index")})
      insert into ${contactTally} (area, week, sign, n, base)
      select v.area, w.week, 'repeated',
        count(*) filter (where (v.area, v.phone_index) in (select area, contact from phones)
          or (v.area, v.email_index) in (select area, contact from emails)),
        count(*)
      from ${named} w
      cross join ${invitation} i on i.state in ${toBeSent} and i.due_on between w.first and w.last
      join ${victim} v on v.id = i.victim_id
      where v.phone_index is not null or v.email_index is not null
      group by v.area, w.week`,
    sql`
      insert into ${contactTally} (area, week, sign, n, base)
      select v.area, w.week, 'replaced', sum(v.replaced), count(*)
      from ${named} w
      cross join ${invitation} i on i.state in ('sent', 'delivered', 'closed') and i.due_on between w.first and w.last
      join ${victim} v on v.id = i.victim_id
      where i.handed is null
      group by v.area, w.week`,
    sql`
      insert into ${contactTally} (area, week, sign, n, base)
      select i.area, w.week, 'misdirected',
        count(*) filter (where i.reason in ('number-dead', 'wrong-person')), count(*)
      from ${named} w
      cross join ${invitation} i on i.state in ${gone} and i.due_on between w.first and w.last
      where i.handed is null and (i.state in ('sent', 'delivered', 'closed')
        or i.reason in ('number-dead', 'wrong-person') and ${wasWritten})
      group by i.area, w.week`,
  ]);
}

/** Counts of the weeks from one on. */
export const talliesSince = async (vault: VaultDb, week: Week): Promise<readonly ContactTally[]> =>
  await vault.all<ContactTally>(sql`
    select area, week, sign, n, base from ${contactTally} where week >= ${week} order by area, week, sign`);

type AlarmRow = Omit<ContactAlarm, "acknowledged"> & { readonly acknowledged: string | null };

const alarmOf = ({ acknowledged, ...alarm }: AlarmRow): ContactAlarm => ({
  ...alarm,
  // Written by us, from a value of this type.
  acknowledged: acknowledged === null ? null : (JSON.parse(acknowledged) as Acknowledgement),
});

const columns = sql`area, sign, raised_on as raisedOn, look, n, base, expected, z, seen_on as seenOn,
  ended_on as endedOn, acknowledged`;

/** Alarms that have not ended. */
export const openAlarms = async (vault: VaultDb): Promise<readonly ContactAlarm[]> =>
  (
    await vault.all<AlarmRow>(sql`select ${columns} from ${contactAlarm} where ended_on is null order by area, sign`)
  ).map(alarmOf);

/** All alarms that are kept: the open ones first, then the newest. */
export const allAlarms = async (vault: VaultDb): Promise<readonly ContactAlarm[]> =>
  (
    await vault.all<AlarmRow>(sql`
      select ${columns} from ${contactAlarm} order by ended_on is not null, raised_on desc, area, sign`)
  ).map(alarmOf);

const told = (json: string) => sql`(
  select value ->> 'area' as in_area, value ->> 'sign' as of_sign, value ->> 'look' as look, value ->> 'n' as n,
    value ->> 'base' as base, value ->> 'expected' as expected, value ->> 'z' as z, value ->> 'seenOn' as seen_on,
    value ->> 'endedOn' as ended_on, value ->> 'acknowledged' as acknowledged
  from json_each(${json})) as told`;

const isOpenOne = sql`contact_alarm.area = told.in_area and contact_alarm.sign = told.of_sign
  and contact_alarm.ended_on is null`;

/**
 * Writes what became of the alarms in one batch. Two at once: of one area and sign one alarm is raised. An operator who
 * acknowledged one meanwhile has seen it as it was a moment ago: that stands until the next night.
 */
export async function writeAlarms(
  vault: VaultDb,
  changes: AlarmChanges,
  before: readonly ContactAlarm[],
): Promise<void> {
  const keyOf = ({ area, sign }: ContactAlarm) => `${area}|${sign}`;
  const seen = new Set(before.filter(({ acknowledged }) => acknowledged !== null).map(keyOf));
  const kept = JSON.stringify(changes.kept);
  const seenBefore = JSON.stringify(changes.kept.filter((alarm) => seen.has(keyOf(alarm))));
  await runBatch(vault, [
    sql`
      update ${contactAlarm} set look = told.look, n = told.n, base = told.base, expected = told.expected, z = told.z,
        seen_on = told.seen_on
      from ${told(kept)} where ${isOpenOne}`,
    sql`
      update ${contactAlarm} set acknowledged = told.acknowledged from ${told(seenBefore)} where ${isOpenOne}`,
    sql`
      update ${contactAlarm} set ended_on = told.ended_on from ${told(JSON.stringify(changes.ended))} where ${isOpenOne}`,
    sql`
      insert into ${contactAlarm} (area, sign, raised_on, look, n, base, expected, z, seen_on)
      select value ->> 'area', value ->> 'sign', value ->> 'raisedOn', value ->> 'look', value ->> 'n', value ->> 'base',
        value ->> 'expected', value ->> 'z', value ->> 'seenOn'
      from json_each(${JSON.stringify(changes.raised)}) where true on conflict do nothing`,
  ]);
}

/** Notes that an operator has seen the open alarm of an area and sign. @returns Whether there is one that nobody had. */
export async function acknowledgeOpen(
  vault: VaultDb,
  { area, sign }: Pick<ContactAlarm, "area" | "sign">,
  { on, by, reason }: Omit<Acknowledgement, "share">,
): Promise<boolean> {
  const changed = await vault.all(sql`
    update ${contactAlarm} set acknowledged = json_object('on', ${on}, 'by', ${by}, 'reason', ${reason},
      'share', cast(n as real) / base)
    where area = ${area} and sign = ${sign} and ended_on is null and acknowledged is null returning 1`);
  return changed.length > 0;
}

/** Lets go of the counts of weeks before one, and of alarms that ended before a day. */
export async function forgetAlarms(vault: VaultDb, before: { readonly week: Week; readonly endedOn: LocalDate }) {
  await runBatch(vault, [
    sql`delete from ${contactTally} where week < ${before.week}`,
    sql`delete from ${contactAlarm} where ended_on < ${before.endedOn}`,
  ]);
}
