import { type SQL, sql } from "drizzle-orm";
import type { CaseFacts, CaseState, VictimState } from "../../domain/case.ts";
import type { Route } from "../../domain/contact.ts";
import type { Form } from "../../domain/dimension.ts";
import { type Life, type Other, OTHERS_AT_MOST, personBehind } from "../../domain/same-person.ts";
import type { Instant, LocalDate, Week } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, invitation, victim } from "./schema.ts";

// Taking hold of what is to be sent, and reading all that the last check needs. What is written afterwards: deliveries.ts.

/** An invitation that this consumer alone is sending, with all that the last check needs. */
export type Claimed = {
  readonly id: string;
  readonly caseId: string;
  readonly victimId: string;
  readonly stage: Form;
  readonly expiresOn: LocalDate;
  readonly attempts: number;
  /** Ours, or that of an earlier delivery that was not finished. */
  readonly linkHash: string;
  /** The gateway that it was given to and has not answered for, and when; null while it cannot have gone. */
  readonly gateway: string | null;
  readonly givenAt: Instant | null;
  /** Its flags are those of all the person's open cases: danger in one is danger in all. */
  readonly caseState: Pick<CaseState, "area" | "flags" | "offence" | "facts">;
  readonly victim: Omit<VictimState, "refHash" | "area" | "sex" | "contactUntil" | "updatedAt">;
  /** Facts of the person's other open cases. */
  readonly otherCases: readonly CaseFacts[];
  /** Whether a case of the same person that another force knows, open or closed, bears a safety flag. */
  readonly isFlaggedElsewhere: boolean;
  /** The person's invitations that have gone: case, and the last day on which the link works. */
  readonly sent: readonly { readonly caseId: string; readonly expiresOn: LocalDate }[];
  /** Whether another of the person's invitations is being sent at this moment, and goes before this one. */
  readonly isSecond: boolean;
  /** Routes by which somebody else is reached too, or was just written to about the same stage. */
  readonly shared: readonly Route[];
};

/**
 * `Life` of a victim: invitations that have gone, or may have before they were cancelled; those being sent now; and the
 * open cases. JSON lists.
 */
const lifeOf = (victimId: string, besides: string) =>
  sql.raw(`
  (select json_group_array(json_array(x.case_id, x.expires_on)) from invitation x
    where x.victim_id = ${victimId} and x.id <> i.id and x.stage <> 'closure'
      and (x.state in ('sent', 'delivered', 'closed')
        or (x.state = 'cancelled' and x.given_at is not null and x.reason is not 'wrong-person'))) as sent,
  (select json_group_array(x.id) from invitation x
    where x.victim_id = ${victimId} and x.id <> i.id and x.stage <> 'closure' and x.state = 'claimed') as claimed,
  (select json_group_array(json_array(oc.offence, json(oc.flags), json(oc.facts))) from case_victim cv
    join case_file oc on oc.id = cv.case_id
    where cv.victim_id = ${victimId} and oc.closed_on is null${besides}) as cases`);

/** `Other`: everybody else with the same number or address: found by the three indexes, nobody as a rule. */
const others = sql`
  (select json_group_array(json_object('area', o.area, 'age', o.age, 'sex', o.sex, 'flags', json(o.flags),
      'status', o.status, 'consent', o.consent, 'channel', o.channel, 'safety', o.safety,
      'safetyAssertedAt', o.safety_asserted_at, 'routes', json(o.routes), 'isFlagged', json(o.isFlagged),
      'holdsLink', json(o.holdsLink),
      'sent', json(o.sent), 'claimed', json(o.claimed), 'cases', json(o.cases)))
    from (
      select o.*, (select json_group_array(r.value ->> 0) from json_each(json_array(
            json_array('sms', o.phone_index = v.phone_index), json_array('email', o.email_index = v.email_index),
            json_array('letter', o.postal_index = v.postal_index))) r where r.value ->> 1 = 1) as routes,
        case when exists (select 1 from case_victim cv join case_file f on f.id = cv.case_id
          where cv.victim_id = o.id and f.flags <> '[]') then 'true' else 'false' end as isFlagged,
        case when exists (select 1 from invitation x where x.victim_id = o.id and x.stage = i.stage
          and x.state in ('claimed', 'sent', 'delivered')) then 'true' else 'false' end as holdsLink,
        ${lifeOf("o.id", "")}
      from ${victim} o
      where o.id <> v.id
        and (o.phone_index = v.phone_index or o.email_index = v.email_index or o.postal_index = v.postal_index)
      limit ${OTHERS_AT_MOST}) o) as others`;

/**
 * Claims invitations by compare-and-set and reads what sending them needs, in one batch.
 *
 * Two at once: the first has them, the second gets none. A claim that has lapsed may be taken over; the link's hash of
 * the first claim then stays, because its message may have gone.
 */
export async function claim(
  vault: VaultDb,
  offers: readonly { readonly id: string; readonly linkHash: string }[],
  at: { readonly now: Instant; readonly today: LocalDate; readonly wave: Week },
  until: Instant,
): Promise<readonly Claimed[]> {
  const json = JSON.stringify(offers.map(({ id, linkHash }) => [id, linkHash]));
  const [won, rows] = await runBatch(vault, [
    vault.all(sql`
      update ${invitation} set state = 'claimed', claimed_until = ${until}, attempts = attempts + 1,
        link_hash = coalesce(link_hash, offer.hash), wave = coalesce(wave, ${at.wave}), updated_at = ${at.now}
      from (select value ->> 0 as offered, value ->> 1 as hash from json_each(${json})) as offer
      where invitation.id = offer.offered and dims is not null and +due_on <= ${at.today}
        and (+state = 'scheduled' or (+state = 'claimed' and claimed_until <= ${at.now}))
      returning id`),
    vault.all(readings(json, sql`+i.state = 'claimed'`)),
  ]);
  const ours = new Set((won as readonly { id: string }[]).map(({ id }) => id));
  return (rows as readonly ClaimedRow[]).filter(({ id }) => ours.has(id)).map((row) => claimedOf(row, ours));
}

/** All that the last check needs of invitations: `ClaimedRow`s. @param json Their ids, each the first of a list. */
export const readings = (json: string, which: SQL) => sql`
    select i.id, i.case_id as caseId, i.victim_id as victimId, i.stage, i.expires_on as expiresOn, i.attempts,
      i.link_hash as linkHash, i.gateway, i.given_at as givenAt, c.area, c.offence, c.flags as caseFlags, c.facts,
      v.contact, v.contact_epoch as contactEpoch, v.phone_index as phoneIndex, v.email_index as emailIndex,
      v.postal_index as postalIndex, v.channel,
      v.safety, v.safety_asserted_at as safetyAssertedAt, v.safety_asserted_by as safetyAssertedBy,
      v.window_from as windowFrom, v.window_to as windowTo, v.language, v.age, v.flags as victimFlags, v.consent,
      v.status, v.area as victimArea, v.sex, ${lifeOf("i.victim_id", " and cv.case_id <> i.case_id")}, ${others}
    from json_each(${json}) offer
    cross join ${invitation} i on i.id = offer.value ->> 0
    join ${caseFile} c on c.id = i.case_id
    join ${victim} v on v.id = i.victim_id
    where ${which}`;

export type ClaimedRow = Pick<Claimed, "id" | "caseId" | "victimId" | "stage" | "expiresOn" | "attempts" | "linkHash"> &
  Pick<Claimed, "gateway" | "givenAt"> &
  Pick<CaseState, "area" | "offence"> &
  Omit<Claimed["victim"], "id" | "flags"> & { readonly [K in keyof Life]: string } & {
    readonly caseFlags: string;
    readonly facts: string;
    readonly victimFlags: string;
    readonly victimArea: string;
    readonly sex: VictimState["sex"];
    readonly others: string;
  };

/**
 * A row as the last check wants it, with all that is known of the same person under another force's reference.
 *
 * @param batch Ids that were claimed together: of one person's, the one with the least id goes first.
 */
// Texts of JSON in these columns were written by us, from parsed values.
export function claimedOf(row: ClaimedRow, batch: ReadonlySet<string>): Claimed {
  const { id, caseId, victimId, stage, expiresOn, attempts, linkHash, ...more } = row;
  const { gateway, givenAt, area, offence, caseFlags, facts, ...rest } = more;
  const { victimFlags, victimArea, others: told, sent, claimed, cases, ...known } = rest;
  const life = { sent: JSON.parse(sent), claimed: JSON.parse(claimed), cases: JSON.parse(cases) } as Life;
  const flags = JSON.parse(victimFlags) as VictimState["flags"];
  const person = personBehind({ ...known, id: victimId, flags, area: victimArea }, life, JSON.parse(told) as Other[]);
  return {
    id,
    caseId,
    victimId,
    stage,
    expiresOn,
    attempts,
    linkHash,
    gateway,
    givenAt,
    caseState: {
      area,
      offence,
      flags: [...(JSON.parse(caseFlags) as CaseState["flags"]), ...person.dangers],
      facts: JSON.parse(facts) as CaseFacts,
    },
    victim: person.victim,
    otherCases: person.otherCases,
    isFlaggedElsewhere: person.isFlaggedElsewhere,
    sent: person.sent.map(([of, until]) => ({ caseId: of, expiresOn: until })),
    isSecond: person.claimed.some((other) => !batch.has(other) || other < id),
    shared: person.shared,
  };
}
