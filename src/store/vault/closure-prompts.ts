import { sql } from "drizzle-orm";
import type { PromptKind } from "../../domain/closure-prompt.ts";
import type { GatewayState } from "../../domain/pause.ts";
import type { Instant, LocalDate } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import { type EndedClaims, givenOf, keepMarks, marksAsRows, takingMark } from "./claim-marks.ts";
import type { VaultDb } from "./database.ts";
import { firstAwake, gatewayStates, leaseProbes } from "./gateways.ts";
import { caseFile, closurePrompt, closureRequest } from "./schema.ts";

// What follows a request to an officer that nobody answers: reminders, and the message to a supervisor. A prompt is of use
// only while its request is open: every statement here asks for that, so that recording or cancelling ends them all.

/** Until when something must have been asked for to be pressed for today, and where that is wanted. */
export type PromptRules = {
  /** What was asked, or reminded of, on this day or before. */
  readonly askedBy: LocalDate;
  readonly remindersAtMost: number;
  /** Areas (GSS codes) whose officers are reminded. */
  readonly reminded: readonly string[];
  /** What was due on this day or before is overdue. */
  readonly overdueBy: LocalDate;
  /** Areas with somebody to escalate to; `needsUnit` where that depends on the officer's unit. */
  readonly escalated: readonly { readonly area: string; readonly needsUnit: boolean }[];
};

export type DuePrompt = {
  readonly requestId: string;
  readonly kind: PromptKind;
  /** 1 for the first of its kind. */
  readonly number: number;
};

/** The officer has the request, or may have it. */
const wasAsked = sql.raw(`r.officer_ref is not null and r.link_hash is not null and r.claimed_until is null
  and (r.reason is null or r.reason = 'in-doubt') and r.given_at is not null`);

/** Requests that are to be pressed for today, and how. @param limit Of each kind. */
export async function duePrompts(vault: VaultDb, rules: PromptRules, limit: number): Promise<readonly DuePrompt[]> {
  const { askedBy, overdueBy } = rules;
  // Sending hours lie within one day of London's and of universal time, so the first ten letters are its day.
  const [reminders = [], escalations = []] = await runBatch(vault, [
    sql`
    select r.id as requestId, 'reminder' as kind, count(p.id) + 1 as number
    from ${closureRequest} r left join ${closurePrompt} p on p.request_id = r.id and p.kind = 'reminder'
    where r.state = 'open' and r.area in (select value from json_each(${JSON.stringify(rules.reminded)}))
      and r.due_on <= ${askedBy} and ${wasAsked} and substr(r.given_at, 1, 10) <= ${askedBy}
    group by r.id
    having count(p.id) filter (where p.made_on >= r.due_on) < ${rules.remindersAtMost}
      and coalesce(max(p.made_on), '') <= ${askedBy}
    limit ${limit}`,
    sql`
    select r.id as requestId, 'escalation' as kind,
      (select count(*) + 1 from ${closurePrompt} p where p.request_id = r.id and p.kind = 'escalation') as number
    from json_each(${JSON.stringify(rules.escalated)}) each
    cross join ${closureRequest} r on r.state = 'open' and r.area = each.value ->> 'area' and r.due_on <= ${overdueBy}
    join ${caseFile} c on c.id = r.case_id
    where (c.officer_unit is not null or not each.value ->> 'needsUnit')
      and not exists (select 1 from ${closurePrompt} p
        where p.request_id = r.id and p.kind = 'escalation' and p.made_on >= r.due_on)
    limit ${limit}`,
  ]);
  return [...(reminders as readonly DuePrompt[]), ...(escalations as readonly DuePrompt[])];
}

/** Notes what is to be sent, once a request, kind and number. Two at once: one row. */
export async function addPrompts(
  vault: VaultDb,
  prompts: readonly (DuePrompt & { readonly id: string })[],
  today: LocalDate,
): Promise<void> {
  if (prompts.length === 0) return;
  await vault.run(sql`
    insert into ${closurePrompt} (id, request_id, kind, number, made_on)
    select value ->> 'id', value ->> 'requestId', value ->> 'kind', value ->> 'number', ${today}
    from json_each(${JSON.stringify(prompts)}) where true
    on conflict do nothing`);
}

/** Its request is open, and was not cancelled and opened again since it was made. */
const isOpen = sql.raw(`exists (select 1 from closure_request r
  where r.id = closure_prompt.request_id and r.state = 'open' and r.due_on <= closure_prompt.made_on)`);

/** Prompts that have not gone, and that nobody is sending. */
export async function unsentPrompts(vault: VaultDb, now: Instant, limit: number): Promise<readonly string[]> {
  const rows = await vault.all<{ id: string }>(sql`
    select id from ${closurePrompt}
    where outcome is null and (claimed_until is null or claimed_until <= ${now}) and ${isOpen} limit ${limit}`);
  return rows.map(({ id }) => id);
}

export type ClaimedPrompt = {
  readonly id: string;
  readonly requestId: string;
  readonly kind: PromptKind;
  readonly area: string;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
  /** Day on which the case closed, as the force reported it. */
  readonly closedOn: LocalDate;
  readonly attempts: number;
  /** The gateway that it was given to and has not answered for, and when; null while it cannot have gone. */
  readonly gateway: string | null;
  readonly givenAt: Instant | null;
};

/** Claims prompts by compare-and-set. Two at once: the first has them. One whose claim has lapsed may be taken over. */
export async function claimPrompts(
  vault: VaultDb,
  ids: readonly string[],
  now: Instant,
  until: Instant,
): Promise<readonly ClaimedPrompt[]> {
  const json = JSON.stringify(ids);
  const [won = [], rows = []] = await runBatch(vault, [
    sql`
    update ${closurePrompt} set claimed_until = ${until}, attempts = attempts + 1
    where id in (select value from json_each(${json})) and +outcome is null
      and (claimed_until is null or claimed_until <= ${now}) and ${isOpen}
    returning id`,
    sql`
    select p.id, r.id as requestId, p.kind, r.area, r.officer_ref as officerRef, c.officer_unit as officerUnit,
      coalesce(c.closed_on, r.due_on) as closedOn, p.attempts, p.gateway, p.given_at as givenAt
    from json_each(${json}) each cross join ${closurePrompt} p on p.id = each.value
    join ${closureRequest} r on r.id = p.request_id join ${caseFile} c on c.id = r.case_id`,
  ]);
  const ours = new Set((won as readonly { id: string }[]).map(({ id }) => id));
  return (rows as readonly ClaimedPrompt[]).filter(({ id }) => ours.has(id));
}

/** Records which gateway each claimed prompt is given to, before it is. One whose request was recorded meanwhile is missing. */
export async function givePrompts(
  vault: VaultDb,
  offered: readonly { readonly id: string; readonly gateways: readonly string[] }[],
  now: Instant,
  until: Instant,
): Promise<{ readonly to: ReadonlyMap<string, string | null>; readonly states: readonly GatewayState[] }> {
  const json = JSON.stringify(offered);
  const [, given = [], states = []] = await runBatch(vault, [
    leaseProbes(json, now, until),
    sql`
    update ${closurePrompt} set gateway = offered.chosen, given_at = iif(offered.chosen is null, null, ${now})
    from (select each.value ->> 'id' as offered_id,
        ${firstAwake(sql`each.value -> 'gateways'`, sql`each.value ->> 'id'`, now)} as chosen
      from json_each(${json}) each) as offered
    where closure_prompt.id = offered.offered_id and +closure_prompt.outcome is null
      and closure_prompt.claimed_until = ${until} and ${isOpen}
    returning id, gateway`,
    gatewayStates,
  ]);
  return givenOf(given, states);
}

/** Ends claims of prompts, and keeps what was shown of gateways, in one batch. @returns How those gateways stand now. */
export async function endPromptClaims(
  vault: VaultDb,
  ended: EndedClaims,
  until: Instant,
  now: Instant,
): Promise<readonly GatewayState[]> {
  const ending = sql`
    update ${closurePrompt} set outcome = mark.outcome, ${takingMark("closure_prompt")}
    from ${marksAsRows(ended.marks)}
    where closure_prompt.id = mark.marked and +closure_prompt.outcome is null and closure_prompt.claimed_until = ${until}`;
  return await keepMarks(vault, ending, ended, now);
}
