import { and, desc, eq, sql } from "drizzle-orm";
import type { RowFault } from "../../domain/file-row.ts";
import type { Instant } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { fileFault, fileIntake, fileMapping } from "./schema.ts";

// Mappings of senders' files, and how far each file got. The files are never stored.

export type MappingRow = typeof fileMapping.$inferSelect;
export type IntakeRow = typeof fileIntake.$inferSelect;

export const putMapping = async (vault: VaultDb, row: MappingRow): Promise<void> =>
  void (await vault
    .insert(fileMapping)
    .values(row)
    .onConflictDoUpdate({
      target: [fileMapping.senderId, fileMapping.name],
      set: { mapping: row.mapping, updatedAt: row.updatedAt },
    }));

const named = (senderId: string, name: string) => and(eq(fileMapping.senderId, senderId), eq(fileMapping.name, name));

export const mappingOf = async (vault: VaultDb, senderId: string, name: string): Promise<MappingRow | null> =>
  (await vault.select().from(fileMapping).where(named(senderId, name)).get()) ?? null;

export const mappingsOf = async (vault: VaultDb, senderId: string): Promise<readonly MappingRow[]> =>
  await vault.select().from(fileMapping).where(eq(fileMapping.senderId, senderId)).orderBy(fileMapping.name);

/** Returns whether there was one. */
export async function deleteMapping(vault: VaultDb, senderId: string, name: string): Promise<boolean> {
  const gone = await vault.delete(fileMapping).where(named(senderId, name)).returning({ name: fileMapping.name });
  return gone.length > 0;
}

/** Adds an intake. Not awaited here: part of a batch. */
export const addIntake = (vault: VaultDb, row: IntakeRow) => vault.insert(fileIntake).values(row);

/** Forgets a sender's intakes that began before an instant, and their faults. Not awaited here: part of a batch. */
export const forgetIntakes = (vault: VaultDb, senderId: string, before: Instant) => [
  vault.run(sql`
    delete from ${fileFault} where intake_id in (
      select id from ${fileIntake} where sender_id = ${senderId} and started_at < ${before})`),
  vault.run(sql`delete from ${fileIntake} where sender_id = ${senderId} and started_at < ${before}`),
];

export const intakeOf = async (vault: VaultDb, senderId: string, id: string): Promise<IntakeRow | null> =>
  (await vault
    .select()
    .from(fileIntake)
    .where(and(eq(fileIntake.senderId, senderId), eq(fileIntake.id, id)))
    .get()) ?? null;

export const latestIntakes = async (vault: VaultDb, senderId: string, limit: number): Promise<readonly IntakeRow[]> =>
  await vault
    .select()
    .from(fileIntake)
    .where(eq(fileIntake.senderId, senderId))
    .orderBy(desc(fileIntake.id))
    .limit(limit);

/** A fault in its place: `row` from 1, or 0 for the file as a whole. */
export type PlacedFault = RowFault & { readonly row: number; readonly position: number };

const addFaults = (vault: VaultDb, intakeId: string, faults: readonly PlacedFault[]) =>
  vault.run(sql`
    insert into ${fileFault} (intake_id, row, position, column_name, value_class, fix)
    select ${intakeId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
    from json_each(${JSON.stringify(faults.map((each) => [each.row, each.position, each.column, each.valueClass, each.fix]))})`);

/** Forgets what an earlier upload broke off at: faults of the file, and of rows after those that are done. */
const forgetBreak = (vault: VaultDb, intakeId: string, rowsDone: number) =>
  vault.run(sql`delete from ${fileFault} where intake_id = ${intakeId} and (row = 0 or row > ${rowsDone})`);

const COLLISION = "NOT NULL constraint failed: file_intake.rows_done";

/** Whether a batch failed because another upload had moved this intake on. */
export const isCollision = (error: unknown): boolean =>
  error instanceof Error && (error.message.includes(COLLISION) || isCollision(error.cause));

/**
 * How far an intake got, written together with what its rows brought about, so that no row is counted twice or not at
 * all. Fails the whole batch (`isCollision`) where the intake does not stand where this upload began. Not awaited here.
 */
export const moveOn = (
  vault: VaultDb,
  from: number,
  to: Omit<IntakeRow, "senderId" | "mapping" | "dryRun" | "startedAt">,
  faults: readonly PlacedFault[],
) => [
  vault.run(sql`
    update ${fileIntake} set state = ${to.state},
      rows_done = case when rows_done = ${from} and state <> 'finished' then ${to.rowsDone} end,
      digest = ${to.digest}, accepted = ${to.accepted}, duplicate = ${to.duplicate}, parked = ${to.parked},
      rejected = ${to.rejected}, ignored = ${to.ignored}, faults = ${to.faults}, updated_at = ${to.updatedAt}
    where id = ${to.id}`),
  forgetBreak(vault, to.id, from),
  ...(faults.length === 0 ? [] : [addFaults(vault, to.id, faults)]),
];

/** Notes what a file broke off at. What was done stays done. Not awaited here: part of a batch. */
export const breakOff = (
  vault: VaultDb,
  id: string,
  rowsDone: number,
  at: { readonly now: Instant; readonly faults: readonly PlacedFault[] },
) => [
  vault.run(sql`
    update ${fileIntake} set state = 'failed', updated_at = ${at.now},
      rows_done = case when rows_done = ${rowsDone} and state <> 'finished' then rows_done end
    where id = ${id}`),
  forgetBreak(vault, id, rowsDone),
  addFaults(vault, id, at.faults),
];

/** Faults of an intake after a place, in order. */
export const faultsAfter = async (
  vault: VaultDb,
  intakeId: string,
  after: { readonly row: number; readonly position: number },
  limit: number,
) =>
  await vault.all<{ row: number; position: number; column: string; valueClass: string; fix: string }>(sql`
    select row, position, column_name as column, value_class as valueClass, fix from ${fileFault}
    where intake_id = ${intakeId} and (row, position) > (${after.row}, ${after.position})
    order by row, position limit ${limit}`);
