import { sql } from "drizzle-orm";
import type { GatewayState } from "../../domain/pause.ts";
import type { Instant, LocalDate, Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { type Claimed, claimedOf, type ClaimedRow, readings } from "./claims.ts";
import type { VaultDb } from "./database.ts";
import { gatewayStates } from "./gateways.ts";
import { forbidden, type Forbidden, isForbidden } from "./opt-outs.ts";
import { isSafeHour } from "./safe-hours.ts";
import { caseFile, caseVictim, invitation, victim } from "./schema.ts";

// Reminders. All whose day has come are marked alike, sent or not: no row of the vault says who was reminded.
// `claimed_until` of a sent row says how long its reminder counts as queued. `+column` keeps SQLite to the rows that are
// named by their ids, for nearly all have no reminder yet.

/** The last days of links whose reminder may go: by it both the day of sending and the days left are known. */
export type DueLinks = { readonly from: LocalDate; readonly to: LocalDate };

/**
 * Takes what is due and not queued yet, and notes that it is queued; a victim's own closure form is not pressed for. Two
 * at once take different rows.
 *
 * @param at London's minutes past midnight; rows wait while it is not a safe hour of their victim's.
 */
export async function takeReminders(
  vault: VaultDb,
  due: DueLinks,
  at: { readonly now: Instant; readonly minutes: number; readonly queuedUntil: Instant },
  limit: number,
): Promise<readonly string[]> {
  const { now, minutes, queuedUntil } = at;
  const rows = await vault.all<{ id: string }>(sql`
    update ${invitation} set claimed_until = ${queuedUntil}
    where id in (
      select i.id from ${invitation} i indexed by invitation_reminder join ${victim} v on v.id = i.victim_id
      where i.reminder_hash is null and i.state in ('sent', 'delivered') and i.stage <> 'closure'
        and i.expires_on between ${due.from} and ${due.to}
        and (i.claimed_until is null or i.claimed_until <= ${now})
        and ${isSafeHour(minutes)}
      limit ${limit})
    returning id`);
  return rows.map(({ id }) => id);
}

/** An invitation whose reminder is due, with all that the last check needs. */
export type Remindable = Claimed & {
  /** Whether any case of the person, open or closed, at whichever force, bears a safety flag. */
  readonly isFlagged: boolean;
  readonly wave: Week | null;
};

type Flagged = { readonly id: string; readonly isFlagged: 0 | 1; readonly wave: Week | null };

/** Reads what a reminder's check needs, of those whose reminder is still due. */
export async function readRemindable(vault: VaultDb, ids: readonly string[]): Promise<readonly Remindable[]> {
  const json = JSON.stringify(ids.map((id) => [id]));
  const [rows = [], flagged = []] = await runBatch(vault, [
    readings(json, sql`+i.state in ('sent', 'delivered') and +i.reminder_hash is null and +i.link_hash is not null`),
    sql`
    select i.id, i.wave, exists (select 1 from ${caseVictim} cv join ${caseFile} f on f.id = cv.case_id
      where cv.victim_id = i.victim_id and f.flags <> '[]') as isFlagged
    from json_each(${json}) each cross join ${invitation} i on i.id = each.value ->> 0`,
  ]);
  const more = new Map((flagged as readonly Flagged[]).map((row) => [row.id, row]));
  return (rows as readonly ClaimedRow[]).map((row) => {
    const found = more.get(row.id);
    const known = claimedOf(row, new Set());
    return { ...known, isFlagged: found?.isFlagged !== 0 || known.isFlaggedElsewhere, wave: found?.wave ?? null };
  });
}

export type Marked = {
  /** By id: those that this call marked. Nobody will ever mark them again. */
  readonly ids: ReadonlySet<string>;
  /** By id: those whose number or address the list forbids. */
  readonly forbidden: ReadonlySet<string>;
};

/**
 * Marks all alike, whether or not a reminder will go, and says who has opted out by now. One batch; of two at once each
 * row is one's. `waiting` is let go again, for another hour or day.
 */
export async function markReminded(
  vault: VaultDb,
  offers: readonly { readonly id: string; readonly linkHash: string }[],
  waiting: readonly string[],
  looks: readonly { readonly id: string; readonly optOutIndex: string }[],
): Promise<Marked> {
  const [marked = [], , blocked = []] = await runBatch(vault, [
    sql`
    update ${invitation} set reminder_hash = offer.hash, claimed_until = null
    from (select value ->> 'id' as offered, value ->> 'linkHash' as hash from json_each(${JSON.stringify(offers)})) as offer
    where invitation.id = offer.offered and +invitation.reminder_hash is null
      and +invitation.state in ('sent', 'delivered')
    returning id`,
    sql`
    update ${invitation} set claimed_until = null
    where id in (select value from json_each(${JSON.stringify(waiting)})) and +state in ('sent', 'delivered')`,
    forbidden(JSON.stringify(looks)),
  ]);
  return {
    ids: new Set((marked as readonly { id: string }[]).map(({ id }) => id)),
    forbidden: new Set((blocked as readonly Forbidden[]).map(({ id }) => id)),
  };
}

/** A reminder that is about to be given to a gateway: of which invitation, and to which number or address (HMAC). */
export type LastLook = { readonly id: string; readonly optOutIndex: string; readonly safety: string };

/**
 * The last look before each gateway, minutes after the mark perhaps: which of them may still go, and how the gateways
 * stand. Nothing is written.
 */
export async function lookAgain(
  vault: VaultDb,
  looks: readonly LastLook[],
): Promise<{ readonly ids: ReadonlySet<string>; readonly states: readonly GatewayState[] }> {
  const [rows = [], states = []] = await runBatch(vault, [
    sql`
    select i.id from json_each(${JSON.stringify(looks)}) each
    cross join ${invitation} i on i.id = each.value ->> 'id'
    cross join ${victim} v on v.id = i.victim_id
    where +i.state in ('sent', 'delivered') and v.status = 'active' and v.consent = 'not-refused' and v.contact is not null
      and v.safety = each.value ->> 'safety' and not exists (select 1 from json_each(v.flags) where value = 'opted-out')
      and not ${isForbidden(sql`each.value ->> 'optOutIndex'`, sql`i.id`)}`,
    gatewayStates,
  ]);
  return {
    ids: new Set((rows as readonly { id: string }[]).map(({ id }) => id)),
    states: states as readonly GatewayState[],
  };
}
