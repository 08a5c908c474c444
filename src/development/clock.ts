import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type HasClock, type Instant, parseInstant } from "../kernel/time.ts";

const setting = sqliteTable("setting", { name: text("name").primaryKey(), value: text("value").notNull() });

/** Where the simulated time stands before anyone moved it. */
const BEGINNING = "2025-10-01T08:00:00.000Z" as Instant;

/** A clock that stands still until it is moved, and then only forward. Kept in the development database. */
export type MovableClock = HasClock["clock"] & {
  load(): Promise<void>;
  moveTo(instant: Instant): Promise<void>;
  /** Anything else that development remembers: whether the demo is populated. */
  readSettings(): Promise<Readonly<Record<string, string>>>;
  keepSetting(name: string, value: string): Promise<void>;
};

export function openClock(d1: D1Database): MovableClock {
  const database = drizzle(d1);
  let instant: Instant | null = null;

  const keepSetting = async (name: string, value: string) => {
    await database.insert(setting).values({ name, value }).onConflictDoUpdate({ target: setting.name, set: { value } });
  };

  return {
    now: () => {
      if (instant === null) throw new Error("The development clock is read before it is loaded");
      return instant;
    },
    load: async () => {
      if (instant !== null) return;
      const row = await database.select().from(setting).where(eq(setting.name, "clock")).get();
      instant ??= parseInstant(row?.value ?? "") ?? BEGINNING;
    },
    moveTo: async (to) => {
      if (instant !== null && to < instant) throw new RangeError("The development clock only moves forward");
      await keepSetting("clock", to);
      instant = to;
    },
    readSettings: async () => {
      const rows = await database.select().from(setting);
      return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    },
    keepSetting,
  };
}
