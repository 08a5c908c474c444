import { type SQL, sql } from "drizzle-orm";
import type { Dims } from "../../domain/dimension.ts";
import type { Reason } from "../../domain/disposition.ts";
import type { Handing } from "../../domain/hand-over.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import type { Instant, LocalDate, Quarter, Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { type Claimed, claimedOf, type ClaimedRow, readings } from "./claims.ts";
import type { VaultDb } from "./database.ts";
import type { Areas } from "./holds.ts";
import { caseFile, caseIdentifier, caseVictim, invitation, optOut, phoneCall, victim } from "./schema.ts";

// Invitations that a person hands over. `link_hash` is then of chance that nobody has, and stays: under it an answer
// counts, once, whatever was issued. `reminder_hash` is of the link or code that stands: issuing anew voids the one before,
// and no reminder ever falls due.

/** An invitation as it stands, with all that decides whether it may be handed over. */
export type Handable = {
  readonly known: Claimed;
  readonly row: {
    readonly id: string;
    readonly state: InvitationState;
    readonly reason: Reason | null;
    readonly area: string;
    readonly period: Quarter;
    readonly handed: Handing | null;
    readonly codeHash: string | null;
    readonly expiresOn: LocalDate;
    readonly updatedAt: Instant;
    /** What the victim wants and what the case warns of, as read: what was said since shuts the door. */
    readonly standing: string;
  };
};

/** Of `v` and `c` in the statement: changes whenever a wish, a route, a danger or the case itself does. */
const standing: SQL = sql.raw(
  `json_array(v.safety, v.safety_asserted_at, v.channel, v.flags, v.consent, v.status, v.contact, v.age, c.flags, c.offence, c.updated_at)`,
);

/** Reads one invitation; null when there is none. */
export async function readHandable(vault: VaultDb, id: string): Promise<Handable | null> {
  const [rows = [], [row] = []] = await runBatch(vault, [
    readings(JSON.stringify([[id]]), sql`true`),
    sql`
    select i.id, i.state, i.reason, i.area, i.period, i.handed, i.reminder_hash as codeHash, i.expires_on as expiresOn,
      i.updated_at as updatedAt, ${standing} as standing
    from ${invitation} i join ${victim} v on v.id = i.victim_id join ${caseFile} c on c.id = i.case_id where i.id = ${id}`,
  ]);
  const [reading] = rows as readonly ClaimedRow[];
  if (!reading || !row) return null;
  return { known: claimedOf(reading, new Set()), row: row as Handable["row"] };
}

/** What handing over writes: what a message would have, and how it went. */
export type HandOverMark = {
  readonly way: Handing;
  /** Of what is handed over now. */
  readonly codeHash: string;
  /** Under which an answer counts; kept from the first time on, as the wave, the dims and the last day are. */
  readonly linkHash: string;
  readonly wave: Week;
  readonly dims: Dims;
  readonly probability: number;
  readonly expiresOn: LocalDate;
  /** Of the victim's numbers and addresses: nothing is handed over to who has told one of them to stop. */
  readonly optOutIndexes: readonly string[];
  /** Who must have taken the call; null where none is needed. */
  readonly caller: string | null;
  /** Until when they can go on, should they have to begin again. */
  readonly callerUntil: Instant;
  readonly now: Instant;
};

/** By telephone all that the list forbids is forbidden; from hand to hand what its holder has refused. */
const isForbidden = ({ way, optOutIndexes }: HandOverMark): SQL => sql`exists (
  select 1 from ${optOut} o where o.contact_index in (select value from json_each(${JSON.stringify(optOutIndexes)}))
    and ${
      way === "telephone"
        ? sql`(o.reason <> 'not-safe' or coalesce(v.safety_asserted_at, '') <= o.since)`
        : sql`o.reason in ('stop', 'officer')`
    })`;

const isTaken = (id: string, { caller, now }: HandOverMark): SQL =>
  caller === null
    ? sql`true`
    : sql`exists (select 1 from ${phoneCall} p
        where p.invitation_id = ${id} and p.claimed_by = ${caller} and p.claimed_until > ${now})`;

/**
 * Marks an invitation as handed over, if it stands as it was read. One batch; of two at once one wins.
 *
 * @returns Whether it did.
 */
export async function markHanded(vault: VaultDb, { row }: Handable, mark: HandOverMark): Promise<boolean> {
  const first = (value: SQL, column: string) => sql`iif(handed is null, ${value}, ${sql.raw(column)})`;
  const [marked = []] = await runBatch(vault, [
    sql`
    update ${invitation} set state = 'delivered', reason = null, handed = ${mark.way}, claimed_until = null,
      gateway = null, given_at = null, reminder_hash = ${mark.codeHash},
      link_hash = ${first(sql`${mark.linkHash}`, "link_hash")}, wave = ${first(sql`${mark.wave}`, "wave")},
      dims = ${first(sql`${JSON.stringify(mark.dims)}`, "dims")},
      probability = ${first(sql`${mark.probability}`, "probability")},
      expires_on = ${first(sql`${mark.expiresOn}`, "expires_on")}, updated_at = ${mark.now}
    where id = ${row.id} and state = ${row.state} and updated_at = ${row.updatedAt} and handed is ${row.handed}
      and reminder_hash is ${row.codeHash} and ${isTaken(row.id, mark)}
      and exists (select 1 from ${victim} v join ${caseFile} c on c.id = invitation.case_id
        where v.id = invitation.victim_id and ${standing} = ${row.standing} and not ${isForbidden(mark)})
    returning id`,
    sql`
    update ${phoneCall} set outcome = 'begun', not_before = null, claimed_until = ${mark.callerUntil}
    where invitation_id = ${row.id} and ${mark.way === "telephone"}
      and exists (select 1 from ${invitation} where reminder_hash = ${mark.codeHash})`,
  ]);
  return marked.length > 0;
}

/** How the last check found that an invitation stands. */
export type HoldEnd = {
  readonly state: "held" | "excluded" | "cancelled";
  readonly reason: Reason;
  readonly now: Instant;
};

/** Ends a hold or lets it wait, as the last check before a message would: what was found stands for everybody. */
export async function endHold(vault: VaultDb, { row }: Handable, { state, reason, now }: HoldEnd): Promise<void> {
  await vault.run(sql`
    update ${invitation} set state = ${state}, reason = ${reason}, updated_at = ${now}
    where id = ${row.id} and state = ${row.state} and updated_at = ${row.updatedAt} and handed is null`);
}

/** An invitation among those that a code may be issued for. */
export type Candidate = Pick<Handable["row"], "id" | "state" | "reason" | "area" | "handed">;

/** Whom to look for: a victim by the hash of their reference, or a case by that of one of its own names. */
export type Sought = { readonly victimHash: string } | { readonly caseHash: string };

/** Invitations that wait for a person, or that one handed over, of one victim or of one case; of these areas. */
export async function findHandable(vault: VaultDb, sought: Sought, areas: Areas): Promise<readonly Candidate[]> {
  const which =
    "victimHash" in sought
      ? sql`i.victim_id in (select id from ${victim} where ref_hash = ${sought.victimHash})`
      : sql`exists (select 1 from ${caseIdentifier} n join ${caseVictim} cv on cv.case_id = n.case_id
          where n.hash = ${sought.caseHash} and n.of_person = 0 and cv.case_id = i.case_id and cv.victim_id = i.victim_id)`;
  const within = areas === "all" ? sql`true` : sql`i.area in (select value from json_each(${JSON.stringify(areas)}))`;
  return await vault.all<Candidate>(sql`
    select i.id, i.state, i.reason, i.area, i.handed from ${invitation} i
    where ${which} and ${within} and (i.state = 'held' or i.state = 'excluded' and i.reason = 'under-age'
      or i.state = 'delivered' and i.handed is not null)
    order by i.due_on, i.id limit 20`);
}
