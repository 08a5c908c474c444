import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

// What Drizzle knows of migrations/responses, where each column is explained. A test compares the two.

export const draft = sqliteTable("draft", {
  id: text("id").notNull().primaryKey(),
  wave: text("wave").notNull(),
  sealed: text("sealed").notNull(),
  expiresOn: text("expires_on").notNull(),
});

export const started = sqliteTable(
  "started",
  {
    wave: text("wave").notNull(),
    nullifier: text("nullifier").notNull(),
    sealed: text("sealed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.wave, table.nullifier] })],
);

export const spent = sqliteTable(
  "spent",
  {
    wave: text("wave").notNull(),
    nullifier: text("nullifier").notNull(),
  },
  (table) => [primaryKey({ columns: [table.wave, table.nullifier] })],
);

export const pool = sqliteTable("pool", {
  id: text("id").notNull().primaryKey(),
  day: text("day").notNull(),
  sealed: text("sealed").notNull(),
});

export const shutDay = sqliteTable("shut_day", { day: text("day").notNull().primaryKey() });

export const mixed = sqliteTable(
  "mixed",
  {
    id: text("id").notNull(),
    period: text("period").notNull(),
    kind: text("kind", { enum: ["response", "journey", "profile", "closure", "comment"] }).notNull(),
    sealed: text("sealed").notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.id] })],
);

export const response = sqliteTable(
  "response",
  {
    id: text("id").notNull(),
    period: text("period").notNull(),
    stage: text("stage").notNull(),
    area: text("area").notNull(),
    offence: text("offence").notNull(),
    age: text("age").notNull(),
    sex: text("sex").notNull(),
    abuse: text("abuse").notNull(),
    mode: text("mode", { enum: ["web", "sms", "telephone", "adviser", "not-stated"] }).notNull(),
    language: text("language").notNull(),
    inclusion: text("inclusion").notNull(),
    instrument: text("instrument").notNull(),
    outcome: text("outcome", { enum: ["complete", "partial"] }).notNull(),
    items: text("items").notNull(),
    rkey: integer("rkey").notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.stage, table.area, table.id] })],
);

export const journeyAnswer = sqliteTable("journey_answer", {
  id: text("id").notNull().primaryKey(),
  period: text("period").notNull(),
  cohort: text("cohort").notNull(),
  tag: text("tag").notNull(),
  stage: text("stage").notNull(),
  area: text("area").notNull(),
  overall: text("overall", { enum: ["satisfied", "neither", "dissatisfied"] }).notNull(),
  rkey: integer("rkey").notNull(),
});

export const comment = sqliteTable("comment", {
  id: text("id").notNull().primaryKey(),
  period: text("period").notNull(),
  area: text("area").notNull(),
  stage: text("stage").notNull(),
  recordedBy: text("recorded_by", { enum: ["officer", "victim"] }).notNull(),
  sealed: text("sealed").notNull(),
  state: text("state", { enum: ["held", "released", "withheld"] }).notNull(),
  reason: text("reason"),
  text: text("text"),
  themes: text("themes").notNull().default("[]"),
  rkey: integer("rkey").notNull(),
});

export const profileCount = sqliteTable(
  "profile_count",
  {
    period: text("period").notNull(),
    stage: text("stage").notNull(),
    attribute: text("attribute").notNull(),
    category: text("category").notNull(),
    measure: text("measure").notNull(),
    positive: integer("positive").notNull(),
    n: integer("n").notNull(),
    rkey: integer("rkey").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.period, table.stage, table.attribute, table.category, table.measure, table.positive],
    }),
  ],
);

export const closureAnswer = sqliteTable("closure_answer", {
  id: text("id").notNull().primaryKey(),
  period: text("period").notNull(),
  area: text("area").notNull(),
  offence: text("offence").notNull(),
  recordedBy: text("recorded_by", { enum: ["officer", "victim"] }).notNull(),
  instrument: text("instrument").notNull(),
  items: text("items").notNull(),
  rkey: integer("rkey").notNull(),
});

export const frame = sqliteTable(
  "frame",
  {
    period: text("period").notNull(),
    area: text("area").notNull(),
    stage: text("stage").notNull(),
    disposition: text("disposition").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.area, table.stage, table.disposition] })],
);

export const frameMargin = sqliteTable(
  "frame_margin",
  {
    period: text("period").notNull(),
    area: text("area").notNull(),
    stage: text("stage").notNull(),
    attribute: text("attribute").notNull(),
    category: text("category").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.area, table.stage, table.attribute, table.category] })],
);

export const frameMark = sqliteTable("frame_mark", { period: text("period").notNull().primaryKey() });

export const endedCount = sqliteTable(
  "ended_count",
  {
    wave: text("wave").notNull(),
    period: text("period").notNull(),
    area: text("area").notNull(),
    stage: text("stage").notNull(),
    disposition: text("disposition").notNull(),
    answered: integer("answered").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.wave, table.period, table.area, table.stage, table.disposition, table.answered],
    }),
  ],
);

export const closureCount = sqliteTable(
  "closure_count",
  {
    period: text("period").notNull(),
    area: text("area").notNull(),
    figure: text("figure").notNull(),
    code: text("code").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.area, table.figure, table.code] })],
);

export const complianceCount = sqliteTable(
  "compliance_count",
  {
    period: text("period").notNull(),
    area: text("area").notNull(),
    figure: text("figure").notNull(),
    code: text("code").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.area, table.figure, table.code] })],
);

export const startedCount = sqliteTable(
  "started_count",
  {
    period: text("period").notNull(),
    area: text("area").notNull(),
    stage: text("stage").notNull(),
    n: integer("n").notNull(),
    carried: integer("carried").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.period, table.area, table.stage] })],
);

export const release = sqliteTable("release", {
  id: text("id").notNull().primaryKey(),
  period: text("period").notNull(),
  status: text("status", { enum: ["building", "published", "superseded"] }).notNull(),
  methodology: text("methodology").notNull(),
  startedAt: text("started_at").notNull(),
  publishedOn: text("published_on"),
  label: text("label").notNull(),
  facts: text("facts").notNull(),
});

export const releaseCorrection = sqliteTable("release_correction", {
  release: text("release").notNull().primaryKey(),
  corrects: text("corrects").notNull().unique(),
  reasonEn: text("reason_en").notNull(),
  reasonCy: text("reason_cy").notNull(),
});

export const releaseTable = sqliteTable(
  "release_table",
  {
    release: text("release").notNull(),
    table: text("table").notNull(),
    measure: text("measure").notNull(),
    cells: text("cells").notNull(),
  },
  (table) => [primaryKey({ columns: [table.release, table.table, table.measure] })],
);

export const releaseQuote = sqliteTable(
  "release_quote",
  {
    release: text("release").notNull(),
    place: integer("place").notNull(),
    theme: text("theme").notNull(),
    text: text("text").notNull(),
  },
  (table) => [primaryKey({ columns: [table.release, table.place] })],
);
