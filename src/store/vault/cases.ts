import { sql } from "drizzle-orm";
import type { CaseState, VictimState } from "../../domain/case.ts";
import type { PastInvitation } from "../../domain/eligibility.ts";
import { inParts } from "../json-parts.ts";
import type { VaultDb } from "./database.ts";
import { reach } from "./milestones.ts";
import {
  caseFile,
  caseIdentifier,
  caseVictim,
  closureRequest,
  invitation,
  milestone,
  parkedIdentifier,
  victim,
} from "./schema.ts";

/**
 * Which cases these hashes belong to, and all that may follow from them: of an offender's number there may be several.
 * Not awaited here: part of a batch.
 */
export const casesByIdentifier = (vault: VaultDb, hashes: readonly string[], takenBack: readonly string[]) =>
  vault.all<{ hash: string; caseId: string; ofPerson: number }>(sql`
    with recursive ${reach(hashes, takenBack)}
    select i.hash, i.case_id as caseId, i.of_person as ofPerson
    from reach cross join ${caseIdentifier} i on i.hash = reach.hash`);

/** These cases, and every other case of their victims. Not awaited here: part of a batch. */
export const casesAndTheirVictims = (vault: VaultDb, caseIds: readonly string[]) =>
  vault.all<{
    caseId: string;
    area: string;
    victimId: string | null;
    reference: string | null;
    epoch: string | null;
    version: number;
  }>(sql`
    select c.id as caseId, c.area, cv.victim_id as victimId, cv.reference, cv.reference_epoch as epoch,
      (select count(*) from ${milestone} m where m.case_id = c.id) as version
    from ${caseFile} c left join ${caseVictim} cv on cv.case_id = c.id
    where c.id in (${withOtherCases(caseIds)})`);

const withOtherCases = (caseIds: readonly string[]) => sql`
  select value from json_each(${JSON.stringify(caseIds)})
  union select other.case_id from ${caseVictim} mine join ${caseVictim} other on other.victim_id = mine.victim_id
  where mine.case_id in (select value from json_each(${JSON.stringify(caseIds)}))`;

/** All milestones of these cases and of every other case of their victims. Not awaited here: part of a batch. */
export const milestonesOfCases = (vault: VaultDb, caseIds: readonly string[]) =>
  vault.all<{
    id: string;
    eventKey: string;
    senderId: string;
    kind: string;
    occurredAt: string;
    caseId: string;
    victimId: string | null;
    state: string;
    detail: string;
  }>(sql`
    select id, event_key as eventKey, sender_id as senderId, kind, occurred_at as occurredAt, case_id as caseId,
      victim_id as victimId, state, detail
    from ${milestone} where case_id in (${withOtherCases(caseIds)})`);

/** Everything that the victims of these cases were invited to, in any case. Not awaited here: part of a batch. */
export const invitationsOfVictims = (vault: VaultDb, caseIds: readonly string[]) =>
  vault.all<PastInvitation>(sql`
    select id, case_id as caseId, victim_id as victimId, stage, state, due_on as dueOn, expires_on as expiresOn, reason,
      given_at is not null and reason is not 'wrong-person' as wasGiven
    from ${invitation} where victim_id in (
      select victim_id from ${caseVictim} where case_id in (select value from json_each(${JSON.stringify(caseIds)})))`);

/** Makes the rows stand as given. Not awaited here: part of a batch that first checks that nobody else changed them. */
export const putCases = (vault: VaultDb, cases: readonly CaseState[]) =>
  vault.run(sql`
    insert into ${caseFile} (id, area, offence, flags, facts, officer_ref, officer_unit, closed_on, updated_at)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8
    from json_each(${JSON.stringify(cases.map(listOf))}) where true
    on conflict (id) do update set offence = excluded.offence, flags = excluded.flags, facts = excluded.facts,
      officer_ref = excluded.officer_ref, officer_unit = excluded.officer_unit, closed_on = excluded.closed_on,
      updated_at = excluded.updated_at`);

const listOf = (each: CaseState) => [
  each.id,
  each.area,
  each.offence,
  JSON.stringify(each.flags),
  JSON.stringify(each.facts),
  each.officerRef,
  each.officerUnit,
  each.closedOn,
  each.updatedAt,
];

/**
 * Says what cases are called. Not awaited here: part of a batch. Two that name different cases alike at once: the
 * second fails, and its batch with it. An offender's number is that of as many cases as they say.
 */
export const identifyCases = (
  vault: VaultDb,
  identified: readonly { readonly hash: string; readonly caseId: string; readonly isOfPerson: boolean }[],
) => {
  const json = JSON.stringify(identified.map(({ hash, caseId, isOfPerson }) => [hash, caseId, isOfPerson ? 1 : 0]));
  return vault.run(sql`
    insert into ${caseIdentifier} (hash, case_id, of_person)
    select value ->> 0, value ->> 1, value ->> 2 from json_each(${json}) where true
    on conflict (hash, case_id) do nothing`);
};

/** Takes back what cases are called. Not awaited here: part of a batch. */
export const unnameCases = (vault: VaultDb, unnamed: readonly { readonly hash: string; readonly caseId: string }[]) =>
  vault.run(sql`
    delete from ${caseIdentifier} where (hash, case_id) in (
      select value ->> 'hash', value ->> 'caseId' from json_each(${JSON.stringify(unnamed)}))`);

/**
 * Makes one case of two: what the one was called, its milestones, victims, invitations and requests become the other's.
 * Where both have an invitation for the same stage, or a request, the one that has gone or was answered stands; else the
 * absorbed one is cancelled and stays where it was. Not awaited here: statements of a batch.
 */
export const absorbCases = (vault: VaultDb, absorbed: readonly Absorbed[], now: string) =>
  roundsOf(absorbed.map((pair) => ({ ...pair, into: lastOf(absorbed, pair.into) }))).flatMap((round) =>
    absorbTogether(vault, round, now),
  );

/** What is left of a case at the end: one that began in this batch and was absorbed in it was never written down. */
function lastOf(absorbed: readonly Absorbed[], id: string): string {
  const next = absorbed.find(({ from }) => from === id);
  return next === undefined ? id : lastOf(absorbed, next.into);
}

type Absorbed = { readonly from: string; readonly into: string };

/** One after another where a case is in two of them: what was absorbed may be absorbed again with all that it has. */
function roundsOf(absorbed: readonly Absorbed[]): readonly (readonly Absorbed[])[] {
  const rounds: Absorbed[][] = [];
  for (const pair of absorbed) {
    const last = rounds.at(-1);
    const isIn = last?.some(({ from, into }) => [from, into].includes(pair.from) || [from, into].includes(pair.into));
    if (last && !isIn) last.push(pair);
    else rounds.push([pair]);
  }
  return rounds;
}

function absorbTogether(vault: VaultDb, absorbed: readonly Absorbed[], now: string) {
  const json = JSON.stringify(absorbed);
  const pairs = sql`(select value ->> 'from' as was, value ->> 'into' as becomes from json_each(${json})) as a`;
  const gone = sql`(select value ->> 'from' from json_each(${json}))`;
  // Asked for first, and the `+` before states and hashes: else SQLite goes through the nation's rows for each case.
  const stays = sql`(select value ->> 'into' from json_each(${json}))`;
  return [
    vault.run(
      sql`update or ignore ${caseIdentifier} set case_id = a.becomes from ${pairs} where case_identifier.case_id = a.was`,
    ),
    vault.run(sql`delete from ${caseIdentifier} where case_id in ${gone}`),
    vault.run(sql`update ${milestone} set case_id = a.becomes from ${pairs} where milestone.case_id = a.was`),
    vault.run(sql`
      insert into ${caseVictim} (case_id, victim_id)
      select a.becomes, cv.victim_id from ${caseVictim} cv join ${pairs} on cv.case_id = a.was where true
      on conflict do nothing`),
    vault.run(sql`delete from ${caseVictim} where case_id in ${gone}`),
    // It waits, or never went, and the other has gone: nobody is asked twice about one stage.
    vault.run(sql`
      delete from ${invitation} where case_id in ${stays}
        and +link_hash is null and +state in ('scheduled', 'held', 'excluded', 'cancelled') and exists (select 1 from ${pairs} join ${invitation} went on went.case_id = a.was
          where a.becomes = invitation.case_id and went.victim_id = invitation.victim_id
            and went.stage = invitation.stage
            and +went.state in ('claimed', 'sent', 'delivered', 'failed', 'closed'))`),
    vault.run(
      sql`update or ignore ${invitation} set case_id = a.becomes from ${pairs} where invitation.case_id = a.was`,
    ),
    vault.run(sql`
      update ${invitation} set state = 'cancelled', reason = 'milestone-retracted', updated_at = ${now}
      where case_id in ${gone} and +state in ('scheduled', 'held', 'claimed', 'excluded')`),
    vault.run(sql`
      delete from ${closureRequest} where case_id in ${stays} and +state <> 'recorded' and exists (select 1 from ${pairs} join ${closureRequest} answered on answered.case_id = a.was
          where a.becomes = closure_request.case_id and answered.victim_id = closure_request.victim_id
            and +answered.state = 'recorded')`),
    vault.run(
      sql`update or ignore ${closureRequest} set case_id = a.becomes from ${pairs} where closure_request.case_id = a.was`,
    ),
    vault.run(sql`
      update ${closureRequest} set state = 'cancelled', reason = 'milestone-retracted', link_hash = null
      where case_id in ${gone} and +state = 'open'`),
  ];
}

/** What another request may have changed in a victim. STOP changes nothing but the flags and the contact. */
const seenOf = (each: VictimState) => [
  each.id,
  each.updatedAt,
  each.safetyAssertedAt,
  each.consent,
  each.safety,
  JSON.stringify(each.flags),
  each.contact,
  each.phoneIndex,
  each.emailIndex,
  each.postalIndex,
];

/**
 * Fails, and with it the whole batch, when another request has changed one of these since they were read: a case has
 * gained a milestone, or a victim another route or wish. D1 has no other way to make a batch depend on what it finds.
 */
export const failIfChanged = (
  vault: VaultDb,
  cases: readonly { readonly id: string; readonly version: number }[],
  victims: readonly VictimState[],
) =>
  inParts(victims.map(seenOf)).map((part) =>
    vault.run(sql`
    select json(case when exists (
      select 1 from json_each(${JSON.stringify(cases.map(({ id, version }) => [id, version]))}) c
      where (select count(*) from ${milestone} m where m.case_id = c.value ->> 0) <> c.value ->> 1
    ) or exists (
      select 1 from json_each(${part}) w
      join ${victim} v on v.id = w.value ->> 0
      where v.updated_at is not w.value ->> 1 or v.safety_asserted_at is not w.value ->> 2
        or v.consent is not w.value ->> 3 or v.safety is not w.value ->> 4 or v.flags is not w.value ->> 5
        or v.contact is not w.value ->> 6 or v.phone_index is not w.value ->> 7 or v.email_index is not w.value ->> 8
        or v.postal_index is not w.value ->> 9
    ) then 'changed by another request' else '1' end)`),
  );

/**
 * Fails, and with it the whole batch, when another request has named what this one parks, or parked what this one names,
 * since they were looked up: an event would wait for a name that has come. Not awaited here: part of a batch.
 *
 * @param waits Hashes that milestones are parked for, with how many cases had each.
 * @param named Hashes and event keys that this batch brings, with how many parked milestones waited for each.
 */
export const failIfMissed = (
  vault: VaultDb,
  waits: readonly (readonly [hash: string, cases: number])[],
  named: readonly (readonly [hash: string, waiting: number])[],
) =>
  vault.run(sql`
    select json(case when exists (
      select 1 from json_each(${JSON.stringify(waits)}) w
      where (select count(*) from ${caseIdentifier} i where i.hash = w.value ->> 0)
        + (select count(*) from ${milestone} m where m.event_key = w.value ->> 0) <> w.value ->> 1
    ) or exists (
      select 1 from json_each(${JSON.stringify(named)}) n
      where (select count(*) from ${parkedIdentifier} p where p.hash = n.value ->> 0) <> n.value ->> 1
    ) then 'missed by another request' else '1' end)`);
