import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

// As schema.ts: what watches for invented victims.

export const contactTally = sqliteTable(
  "contact_tally",
  {
    area: text("area").notNull(),
    week: text("week").notNull(),
    sign: text("sign", { enum: ["repeated", "replaced", "misdirected"] }).notNull(),
    n: integer("n").notNull(),
    base: integer("base").notNull(),
  },
  (table) => [primaryKey({ columns: [table.area, table.week, table.sign] })],
);

export const contactAlarm = sqliteTable(
  "contact_alarm",
  {
    area: text("area").notNull(),
    sign: text("sign", { enum: ["repeated", "replaced", "misdirected"] }).notNull(),
    raisedOn: text("raised_on").notNull(),
    look: text("look", { enum: ["quarter", "month", "change"] }).notNull(),
    n: integer("n").notNull(),
    base: integer("base").notNull(),
    expected: real("expected").notNull(),
    z: real("z").notNull(),
    seenOn: text("seen_on").notNull(),
    endedOn: text("ended_on"),
    acknowledged: text("acknowledged"),
  },
  (table) => [primaryKey({ columns: [table.area, table.sign, table.raisedOn] })],
);
