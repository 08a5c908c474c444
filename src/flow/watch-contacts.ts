import {
  type AlarmReason,
  alarmsAfter,
  clumpOf,
  type ContactAlarm,
  type ContactFinding,
  type ContactSign,
  contactSigns,
  MONTH_WEEKS,
  oddRules,
  QUARTER_WEEKS,
} from "../domain/contact-alarm.ts";
import { ALARM_DAYS, CONTACT_TALLY_WEEKS } from "../domain/retention.ts";
import { firstDayOfWeek, type HasClock, type LocalDate, londonDate, plusDays, weekOf } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import { type Counted, findOdd, lookAcross, lookBack } from "../statistics/odd-shares.ts";
import {
  acknowledgeOpen,
  allAlarms,
  type ContactTally,
  countContacts,
  forgetAlarms,
  openAlarms,
  talliesSince,
  type WeekDays,
  writeAlarms,
} from "../store/vault/contact-alarms.ts";
import type { HasVault } from "../store/vault/database.ts";
import { type Actor, nameOf, recordAct } from "./audit.ts";

const DAYS_A_WEEK = 7;

/** The whole weeks before a day, the newest first: the first of them ended on the Sunday before, or on the day before. */
function weeksBefore(today: LocalDate, count: number): readonly WeekDays[] {
  const monday = firstDayOfWeek(weekOf(today));
  return Array.from({ length: count }, (_, back) => {
    const from = plusDays(monday, -DAYS_A_WEEK * (back + 1));
    return { week: weekOf(from), from, to: plusDays(from, DAYS_A_WEEK - 1) };
  });
}

const summed = (tallies: readonly ContactTally[], weeks: readonly WeekDays[]): Counted => {
  const within = new Set<string>(weeks.map(({ week }) => week));
  const counted = tallies.filter(({ week }) => within.has(week));
  return {
    n: counted.reduce((sum, { n }) => sum + n, 0),
    base: counted.reduce((sum, { base }) => sum + base, 0),
  };
};

/** What was counted of each area, over each stretch of time. */
function stretchesOf(tallies: readonly ContactTally[], sign: ContactSign, weeks: readonly WeekDays[]) {
  const byArea = Map.groupBy(
    tallies.filter((tally) => tally.sign === sign),
    ({ area }) => area,
  );
  return [...byArea].map(([area, counted]) => ({
    area,
    quarter: summed(counted, weeks.slice(0, QUARTER_WEEKS)),
    now: summed(counted, weeks.slice(0, MONTH_WEEKS)),
    before: summed(counted, weeks.slice(MONTH_WEEKS)),
  }));
}

/** Every look at every area that can be compared. All of them are judged together. */
function findingsOf(tallies: readonly ContactTally[], weeks: readonly WeekDays[]): readonly ContactFinding[] {
  const looks = contactSigns.flatMap((sign) => {
    const stretches = stretchesOf(tallies, sign, weeks);
    const clump = clumpOf[sign];
    const across = (stretch: "quarter" | "now") =>
      lookAcross(
        stretches.map((each) => ({ area: each.area, ...each[stretch] })),
        clump,
        oddRules,
      );
    return [
      ...across("quarter").map((look) => ({ ...look, sign, look: "quarter" as const })),
      ...across("now").map((look) => ({ ...look, sign, look: "month" as const })),
      ...lookBack(stretches, clump, oddRules).map((look) => ({ ...look, sign, look: "change" as const })),
    ];
  });
  return findOdd(looks, oddRules);
}

/**
 * Each night: counts how many numbers and addresses of the last weeks are repeated or lead nowhere, by area, and raises an
 * alarm where an area's share is odd beside the others' or its own before (privacy.md R10). It stops nothing.
 */
export async function watchContacts({ vault, clock, log }: HasVault & HasClock & HasLog): Promise<void> {
  const today = londonDate(clock.now());
  const weeks = weeksBefore(today, MONTH_WEEKS + QUARTER_WEEKS);
  await countContacts(vault, weeks.slice(0, MONTH_WEEKS));
  const open = await openAlarms(vault);
  const findings = findingsOf(await talliesSince(vault, weeks.at(-1)?.week ?? weekOf(today)), weeks);
  const changes = alarmsAfter(open, findings, today);
  await writeAlarms(vault, changes, open);
  await forgetAlarms(vault, {
    week: weekOf(plusDays(today, -DAYS_A_WEEK * CONTACT_TALLY_WEEKS)),
    endedOn: plusDays(today, -ALARM_DAYS),
  });
  // Which area and why. How many is for those who may see alarms: of a small area a few are people.
  for (const [event, alarms] of [
    ["contact-alarm-raised", changes.raised],
    ["contact-alarm-returned", changes.returned],
    ["contact-alarm-ended", changes.ended],
  ] as const) {
    for (const { area, sign, look } of alarms) log.event(event, { area, sign, look });
  }
}

/** What an operator sees: alarms, and every look on which one would rest. */
export async function reportContacts({ vault, clock }: HasVault & HasClock) {
  const weeks = weeksBefore(londonDate(clock.now()), MONTH_WEEKS + QUARTER_WEEKS);
  const [newest, oldest] = [weeks[0], weeks.at(-1)];
  const tallies = oldest ? await talliesSince(vault, oldest.week) : [];
  return {
    countedTo: newest?.to ?? null,
    alarms: await allAlarms(vault),
    counts: contactSigns.flatMap((sign) =>
      stretchesOf(tallies, sign, weeks).map(({ area, quarter, now }) => ({ area, sign, quarter, month: now })),
    ),
  };
}

/**
 * Notes that somebody of the operator has seen an alarm, and what came of it. It shows no more as new until it grows.
 *
 * @returns Whether there is such an alarm that nobody had seen.
 */
export async function acknowledgeAlarm(
  engine: HasVault & HasClock,
  actor: Actor,
  alarm: Pick<ContactAlarm, "area" | "sign">,
  reason: AlarmReason,
): Promise<boolean> {
  const open = await openAlarms(engine.vault);
  const isNew = open.some(
    ({ area, sign, acknowledged }) => area === alarm.area && sign === alarm.sign && acknowledged === null,
  );
  if (!isNew) return false;
  await recordAct(engine, actor, "acknowledge-alarm", `contact-alarm:${alarm.area}:${alarm.sign}`);
  const on = londonDate(engine.clock.now());
  return await acknowledgeOpen(engine.vault, alarm, { on, by: nameOf(actor), reason });
}
