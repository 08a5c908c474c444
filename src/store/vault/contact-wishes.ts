import { sql } from "drizzle-orm";
import type { WishSubject } from "../../domain/contact-wish.ts";
import type { LocalDate, Week } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { contactWish } from "./schema.ts";

/** A wish as it waits. */
export type WishRow = {
  readonly id: string;
  readonly area: string;
  readonly about: WishSubject;
  readonly leftOn: LocalDate;
};

/** How to reach them, as it is sealed. */
export type SealedWish = WishRow & { readonly contact: string; readonly contactWeek: Week };

const columns = sql`id, area, about, left_on as leftOn`;

export async function addWish(
  vault: VaultDb,
  { id, area, about, leftOn, contact, contactWeek }: SealedWish,
): Promise<void> {
  await vault.run(sql`
    insert into ${contactWish} (id, area, about, left_on, contact, contact_week)
    values (${id}, ${area}, ${about}, ${leftOn}, ${contact}, ${contactWeek})`);
}

/** Those of some areas: what is about safety first, then the oldest. */
export const listWishes = async (
  vault: VaultDb,
  areas: readonly string[],
  limit: number,
): Promise<readonly WishRow[]> =>
  await vault.all<WishRow>(sql`
    select ${columns} from ${contactWish}
    where area in (select value from json_each(${JSON.stringify(areas)}))
    order by about <> 'safety', left_on, id limit ${limit}`);

export async function wishById(vault: VaultDb, id: string): Promise<SealedWish | null> {
  const rows = await vault.all<SealedWish>(sql`
    select ${columns}, contact, contact_week as contactWeek from ${contactWish} where id = ${id}`);
  return rows[0] ?? null;
}

/** Destroys a wish that was seen to. */
export async function removeWish(vault: VaultDb, id: string): Promise<void> {
  await vault.run(sql`delete from ${contactWish} where id = ${id}`);
}

/** Destroys the wishes left on this day and before. @returns How many. */
export async function forgetWishesUntil(vault: VaultDb, day: LocalDate): Promise<number> {
  const gone = await vault.all(sql`delete from ${contactWish} where left_on <= ${day} returning 1`);
  return gone.length;
}

/** Areas in which wishes wait that no notice has told of. From now on they count as told. */
export async function takeUntoldAreas(vault: VaultDb): Promise<readonly string[]> {
  const told = await vault.all<{ readonly area: string }>(sql`
    update ${contactWish} set told = 1 where told = 0 returning area`);
  return [...new Set(told.map(({ area }) => area))].toSorted();
}

/** The notice of an area did not go: it is to be tried again. */
export async function untellArea(vault: VaultDb, area: string): Promise<void> {
  await vault.run(sql`update ${contactWish} set told = 0 where area = ${area}`);
}
