import { sql } from "drizzle-orm";
import type { DiscussionOutcome, DiscussionVersion, OperationalRecord } from "../../domain/closure.ts";
import type { Instant, LocalDate, Week } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import type { Areas } from "./holds.ts";
import { caseFile, caseVictim, closureDiscussion, closureRequest } from "./schema.ts";

// What was recorded of closure discussions, and which are still to come, as staff and corrections look at them.

type NewVersion = Omit<DiscussionVersion, "version">;

const insertVersion = (vault: VaultDb, requestId: string, version: number, record: NewVersion) =>
  vault.run(sql`
    insert into ${closureDiscussion} (request_id, version, recorded_by, recorded_at, held_on, discussion, engagement,
      actions)
    values (${requestId}, ${version}, ${record.recordedBy}, ${record.recordedAt}, ${record.heldOn},
      ${record.discussion}, ${record.engagement}, ${JSON.stringify(record.actions)})`);

/**
 * Records the operational part of a discussion, and that its request is answered. Not awaited here: statements of a
 * batch, which fails as a whole when the request is not open any more, and is then to be looked at anew.
 */
export const recordDiscussion = (vault: VaultDb, requestId: string, record: NewVersion) => [
  vault.run(sql`
    select json(case when exists (select 1 from ${closureRequest} where id = ${requestId} and state = 'open')
      then '1' else 'recorded by another request' end)`),
  insertVersion(vault, requestId, 1, record),
  vault.run(sql`update ${closureRequest} set state = 'recorded' where id = ${requestId}`),
];

/**
 * Adds a version to a recorded discussion; those before it stay. A statement of a batch, which fails as a whole when
 * another correction has taken the number, and is then to be looked at anew.
 */
export const addCorrection = (vault: VaultDb, requestId: string, version: number, record: NewVersion) => [
  insertVersion(vault, requestId, version, record),
];

type VersionRow = Omit<DiscussionVersion, "discussion" | "actions"> & {
  readonly discussion: string;
  readonly actions: string;
};

/** Every version of a discussion, the first first; none while its request is open. */
export async function discussionsOf(vault: VaultDb, requestId: string): Promise<readonly DiscussionVersion[]> {
  const rows = await vault.all<VersionRow>(sql`
    select version, recorded_by as recordedBy, recorded_at as recordedAt, held_on as heldOn, discussion, engagement,
      actions
    from ${closureDiscussion} where request_id = ${requestId} order by version`);
  return rows.map((row) => ({
    ...row,
    discussion: row.discussion as DiscussionOutcome,
    actions: JSON.parse(row.actions) as OperationalRecord["actions"],
  }));
}

/** How requests stand: to be done, late, done. */
export const closureStandings = ["due", "overdue", "recorded"] as const;
export type ClosureStanding = (typeof closureStandings)[number];

const inAreas = (areas: Areas) =>
  areas === "all" ? sql`true` : sql`r.area in (select value from json_each(${JSON.stringify(areas)}))`;

const standsAs = (standing: ClosureStanding, today: LocalDate) =>
  standing === "recorded"
    ? sql`r.state = 'recorded'`
    : standing === "overdue"
      ? sql`r.state = 'open' and r.due_on < ${today}`
      : sql`r.state = 'open' and r.due_on >= ${today}`;

/** A request for a closure discussion, as a list shows it: nothing of its victim. */
export type ListedClosure = {
  readonly id: string;
  readonly area: string;
  readonly dueOn: LocalDate;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
  /** Of the first version; null while the request is open. */
  readonly recordedAt: Instant | null;
  /** How many versions there are: none while the request is open. */
  readonly versions: number;
};

const listedColumns = sql`r.id, r.area, r.due_on as dueOn, r.officer_ref as officerRef, c.officer_unit as officerUnit,
  (select d.recorded_at from ${closureDiscussion} d where d.request_id = r.id and d.version = 1) as recordedAt,
  (select count(*) from ${closureDiscussion} d where d.request_id = r.id) as versions`;

/** Requests of these areas that stand so: what is due the soonest first, what was recorded the latest first. */
export async function listClosures(
  vault: VaultDb,
  areas: Areas,
  today: LocalDate,
  page: { readonly standing: ClosureStanding; readonly limit: number; readonly offset: number },
): Promise<readonly ListedClosure[]> {
  const order = page.standing === "recorded" ? sql`r.due_on desc, r.id desc` : sql`r.due_on, r.id`;
  return await vault.all<ListedClosure>(sql`
    select ${listedColumns} from ${closureRequest} r join ${caseFile} c on c.id = r.case_id
    where ${standsAs(page.standing, today)} and ${inAreas(areas)}
    order by ${order} limit ${page.limit} offset ${page.offset}`);
}

/** How many requests of these areas stand in each way. */
export async function countClosures(
  vault: VaultDb,
  areas: Areas,
  today: LocalDate,
): Promise<Readonly<Record<ClosureStanding, number>>> {
  const count = (standing: ClosureStanding) => sql`count(*) filter (where ${standsAs(standing, today)})`;
  const row = await vault.get<Readonly<Record<ClosureStanding, number>>>(sql`
    select ${count("due")} as due, ${count("overdue")} as overdue, ${count("recorded")} as recorded
    from ${closureRequest} r where r.state in ('open', 'recorded') and ${inAreas(areas)}`);
  return row ?? { due: 0, overdue: 0, recorded: 0 };
}

/** One request, with what the force calls the case, still sealed. */
export type ClosureDetail = ListedClosure & {
  readonly state: "open" | "recorded" | "cancelled";
  readonly caseId: string;
  readonly victimId: string;
  readonly reference: string | null;
  readonly referenceEpoch: Week | null;
};

/** A request by id, whatever became of it; null when there is none. */
export async function closureDetail(vault: VaultDb, id: string): Promise<ClosureDetail | null> {
  const row = await vault.get<ClosureDetail | undefined>(sql`
    select ${listedColumns}, r.state, r.case_id as caseId, r.victim_id as victimId, cv.reference,
      cv.reference_epoch as referenceEpoch
    from ${closureRequest} r join ${caseFile} c on c.id = r.case_id
      left join ${caseVictim} cv on cv.case_id = r.case_id and cv.victim_id = r.victim_id
    where r.id = ${id}`);
  return row ?? null;
}
