import { sql } from "drizzle-orm";
import type { Grant, StaffMember } from "../../domain/permission.ts";
import type { Instant } from "../../kernel/time.ts";
import { runBatch } from "../batch.ts";
import type { VaultDb } from "./database.ts";
import { staff, staffGrant } from "./schema.ts";

export type StaffRow = StaffMember & { readonly createdAt: Instant; readonly endedAt: Instant | null };

type Row = Omit<StaffRow, "grants"> & { readonly grants: string };

const columns = sql`s.email, s.name, s.created_at as createdAt, s.ended_at as endedAt, (
  select json_group_array(json_object('role', g.role, 'area', g.area) order by g.role, g.area)
  from ${staffGrant} g where g.email = s.email) as grants`;

const memberOf = (row: Row): StaffRow => ({ ...row, grants: JSON.parse(row.grants) as readonly Grant[] });

/** A member of staff by e-mail, with what they may do; null when nobody is called so. */
export async function staffByEmail(vault: VaultDb, email: string): Promise<StaffRow | null> {
  const row = await vault.get<Row | undefined>(sql`select ${columns} from ${staff} s where s.email = ${email}`);
  return row ? memberOf(row) : null;
}

/** Everybody, those who have ended too, by e-mail. */
export async function listStaff(vault: VaultDb): Promise<readonly StaffRow[]> {
  return (await vault.all<Row>(sql`select ${columns} from ${staff} s order by s.email`)).map(memberOf);
}

/** Makes somebody staff with these grants and no other, anew if they had ended. Two at once: the later one stands whole. */
export async function putStaff(
  vault: VaultDb,
  { email, name, grants }: StaffMember,
  now: Instant,
): Promise<"created" | "changed"> {
  const [known = []] = await runBatch(vault, [
    sql`select 1 from ${staff} where email = ${email}`,
    sql`insert into ${staff} (email, name, created_at) values (${email}, ${name}, ${now})
      on conflict (email) do update set name = excluded.name, ended_at = null`,
    sql`delete from ${staffGrant} where email = ${email} and not exists (
      select 1 from json_each(${JSON.stringify(grants)})
      where value ->> 'role' = staff_grant.role and value ->> 'area' = staff_grant.area)`,
    sql`insert into ${staffGrant} (email, role, area, granted_at)
      select ${email}, value ->> 'role', value ->> 'area', ${now} from json_each(${JSON.stringify(grants)}) where true
      on conflict do nothing`,
  ]);
  return known.length > 0 ? "changed" : "created";
}

/** Ends somebody's work and takes their grants. Twice: no change. Returns whether somebody was called so. */
export async function endStaff(vault: VaultDb, email: string, now: Instant): Promise<boolean> {
  const [known = []] = await runBatch(vault, [
    sql`select 1 from ${staff} where email = ${email}`,
    sql`update ${staff} set ended_at = ${now} where email = ${email} and ended_at is null`,
    sql`delete from ${staffGrant} where email = ${email}`,
  ]);
  return known.length > 0;
}
