import { integer, primaryKey, real, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";

// What Drizzle knows of migrations/vault, where each column is explained. A test compares the two.

export { contactAlarm, contactTally } from "./schema-alarms.ts";

export const sender = sqliteTable("sender", {
  id: text("id").notNull().primaryKey(),
  name: text("name").notNull(),
  role: text("role", { enum: ["force", "witness-care", "liaison", "court", "probation", "analyst"] }).notNull(),
  forceCode: text("force_code"),
  createdAt: text("created_at").notNull(),
});

export const senderKey = sqliteTable("sender_key", {
  id: text("id").notNull().primaryKey(),
  senderId: text("sender_id").notNull(),
  kind: text("kind", { enum: ["api-key", "hmac", "ed25519"] }).notNull(),
  verifier: text("verifier").notNull(),
  scopes: text("scopes").notNull(),
  createdAt: text("created_at").notNull(),
  expiresOn: text("expires_on").notNull(),
  revokedAt: text("revoked_at"),
});

export const webhookSeen = sqliteTable(
  "webhook_seen",
  {
    senderId: text("sender_id").notNull(),
    webhookId: text("webhook_id").notNull(),
    bodyHash: text("body_hash").notNull(),
    newest: integer("newest").notNull(),
  },
  (table) => [primaryKey({ columns: [table.senderId, table.webhookId] })],
);

export const feedTally = sqliteTable(
  "feed_tally",
  {
    senderId: text("sender_id").notNull(),
    day: text("day").notNull(),
    counted: text("counted").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [primaryKey({ columns: [table.senderId, table.day, table.counted] })],
);

export const fileMapping = sqliteTable(
  "file_mapping",
  {
    senderId: text("sender_id").notNull(),
    name: text("name").notNull(),
    mapping: text("mapping").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.senderId, table.name] })],
);

export const fileIntake = sqliteTable("file_intake", {
  id: text("id").notNull().primaryKey(),
  senderId: text("sender_id").notNull(),
  mapping: text("mapping").notNull(),
  dryRun: integer("dry_run", { mode: "boolean" }).notNull(),
  state: text("state", { enum: ["open", "finished", "failed"] }).notNull(),
  rowsDone: integer("rows_done").notNull(),
  digest: text("digest").notNull(),
  accepted: integer("accepted").notNull(),
  duplicate: integer("duplicate").notNull(),
  parked: integer("parked").notNull(),
  rejected: integer("rejected").notNull(),
  ignored: integer("ignored").notNull(),
  faults: integer("faults").notNull(),
  startedAt: text("started_at").notNull(),
  updatedAt: text("updated_at").notNull(),
});

export const fileFault = sqliteTable(
  "file_fault",
  {
    intakeId: text("intake_id").notNull(),
    row: integer("row").notNull(),
    position: integer("position").notNull(),
    columnName: text("column_name").notNull(),
    valueClass: text("value_class").notNull(),
    fix: text("fix").notNull(),
  },
  (table) => [primaryKey({ columns: [table.intakeId, table.row, table.position] })],
);

export const staff = sqliteTable("staff", {
  email: text("email").notNull().primaryKey(),
  name: text("name").notNull(),
  createdAt: text("created_at").notNull(),
  endedAt: text("ended_at"),
});

export const staffGrant = sqliteTable(
  "staff_grant",
  {
    email: text("email").notNull(),
    role: text("role").notNull(),
    area: text("area").notNull(),
    grantedAt: text("granted_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.email, table.role, table.area] })],
);

export const audit = sqliteTable("audit", {
  seq: integer("seq").notNull().primaryKey(),
  at: text("at").notNull(),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  object: text("object").notNull(),
  hash: text("hash").notNull(),
});

export const vaultMark = sqliteTable("vault_mark", {
  one: integer("one").notNull().primaryKey(),
  n: integer("n").notNull(),
});

export const gatewayState = sqliteTable("gateway_state", {
  gateway: text("gateway").notNull().primaryKey(),
  failures: integer("failures").notNull(),
  pausedUntil: text("paused_until"),
  reason: text("reason"),
  probe: text("probe"),
  probeUntil: text("probe_until"),
  updatedAt: text("updated_at").notNull(),
});

export const caseFile = sqliteTable("case_file", {
  id: text("id").notNull().primaryKey(),
  area: text("area").notNull(),
  offence: text("offence").notNull(),
  flags: text("flags").notNull(),
  facts: text("facts").notNull(),
  officerRef: text("officer_ref"),
  officerUnit: text("officer_unit"),
  closedOn: text("closed_on"),
  updatedAt: text("updated_at").notNull(),
});

export const caseIdentifier = sqliteTable(
  "case_identifier",
  {
    hash: text("hash").notNull(),
    caseId: text("case_id").notNull(),
    ofPerson: integer("of_person").notNull(),
  },
  (table) => [primaryKey({ columns: [table.hash, table.caseId] })],
);

export const victim = sqliteTable("victim", {
  id: text("id").notNull().primaryKey(),
  refHash: text("ref_hash").notNull().unique(),
  area: text("area").notNull(),
  contact: text("contact"),
  contactEpoch: text("contact_epoch"),
  phoneIndex: text("phone_index"),
  emailIndex: text("email_index"),
  postalIndex: text("postal_index"),
  channel: text("channel"),
  safety: text("safety").notNull(),
  safetyAssertedAt: text("safety_asserted_at"),
  safetyAssertedBy: text("safety_asserted_by"),
  windowFrom: integer("window_from"),
  windowTo: integer("window_to"),
  language: text("language", { enum: ["en", "cy"] }).notNull(),
  age: text("age").notNull(),
  sex: text("sex").notNull(),
  flags: text("flags").notNull(),
  consent: text("consent", { enum: ["not-refused", "refused"] }).notNull(),
  status: text("status", { enum: ["active", "deceased", "withdrawn"] }).notNull(),
  contactUntil: text("contact_until"),
  replaced: integer("replaced").notNull().default(0),
  updatedAt: text("updated_at").notNull(),
});

export const caseVictim = sqliteTable(
  "case_victim",
  {
    caseId: text("case_id").notNull(),
    victimId: text("victim_id").notNull(),
    reference: text("reference"),
    referenceEpoch: text("reference_epoch"),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.victimId] })],
);

export const milestone = sqliteTable("milestone", {
  id: text("id").notNull().primaryKey(),
  eventKey: text("event_key").notNull().unique(),
  senderId: text("sender_id").notNull(),
  kind: text("kind").notNull(),
  occurredAt: text("occurred_at").notNull(),
  receivedAt: text("received_at").notNull(),
  caseId: text("case_id"),
  victimId: text("victim_id"),
  state: text("state", { enum: ["recorded", "parked", "retracted"] }).notNull(),
  reason: text("reason"),
  detail: text("detail").notNull(),
});

export const parkedIdentifier = sqliteTable(
  "parked_identifier",
  { hash: text("hash").notNull(), milestoneId: text("milestone_id").notNull() },
  (table) => [primaryKey({ columns: [table.hash, table.milestoneId] })],
);

export const invitation = sqliteTable(
  "invitation",
  {
    id: text("id").notNull().primaryKey(),
    caseId: text("case_id").notNull(),
    victimId: text("victim_id").notNull(),
    milestoneId: text("milestone_id").notNull(),
    stage: text("stage", { enum: ["report", "charge", "trial", "post-conviction", "closure"] }).notNull(),
    area: text("area").notNull(),
    period: text("period").notNull(),
    state: text("state", {
      enum: ["scheduled", "held", "claimed", "sent", "delivered", "failed", "excluded", "cancelled", "closed"],
    }).notNull(),
    reason: text("reason"),
    probability: real("probability").notNull(),
    dueOn: text("due_on").notNull(),
    expiresOn: text("expires_on").notNull(),
    claimedUntil: text("claimed_until"),
    attempts: integer("attempts").notNull().default(0),
    wave: text("wave"),
    gateway: text("gateway"),
    givenAt: text("given_at"),
    linkHash: text("link_hash").unique(),
    reminderHash: text("reminder_hash").unique(),
    dims: text("dims"),
    handed: text("handed", { enum: ["telephone", "adviser", "parent"] }),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (table) => [unique().on(table.caseId, table.victimId, table.stage)],
);

export const optOut = sqliteTable("opt_out", {
  contactIndex: text("contact_index").notNull().primaryKey(),
  reason: text("reason", { enum: ["stop", "wrong-person", "not-safe", "officer"] }).notNull(),
  since: text("since").notNull(),
});

export const textSeen = sqliteTable("text_seen", {
  idHash: text("id_hash").notNull().primaryKey(),
  seenAt: text("seen_at").notNull(),
});

export const phoneCall = sqliteTable("phone_call", {
  invitationId: text("invitation_id").notNull().primaryKey(),
  attempts: integer("attempts").notNull(),
  outcome: text("outcome"),
  notBefore: text("not_before"),
  claimedBy: text("claimed_by"),
  claimedUntil: text("claimed_until"),
});

export const conversation = sqliteTable("conversation", {
  id: text("id").notNull().primaryKey(),
  answering: text("answering"),
  day: text("day").notNull(),
  state: text("state", { enum: ["open", "finished", "ended"] }).notNull(),
  sealed: text("sealed").notNull(),
  version: integer("version").notNull(),
  endsAt: text("ends_at").notNull(),
  replyAt: text("reply_at"),
  givenAt: text("given_at"),
});

export const codeAttempt = sqliteTable("code_attempt", {
  id: text("id").primaryKey(),
  act: text("act", { enum: ["open", "stop", "contact"] }).notNull(),
  address: text("address").notNull(),
  at: text("at").notNull(),
});

export const contactWish = sqliteTable("contact_wish", {
  id: text("id").notNull().primaryKey(),
  area: text("area").notNull(),
  about: text("about", { enum: ["safety", "my-case", "support", "complaint"] }).notNull(),
  leftOn: text("left_on").notNull(),
  contact: text("contact").notNull(),
  contactWeek: text("contact_week").notNull(),
  told: integer("told").notNull().default(0),
});

export const closureRequest = sqliteTable(
  "closure_request",
  {
    id: text("id").notNull().primaryKey(),
    caseId: text("case_id").notNull(),
    victimId: text("victim_id").notNull(),
    milestoneId: text("milestone_id").notNull(),
    area: text("area").notNull(),
    period: text("period").notNull(),
    wave: text("wave").notNull(),
    officerRef: text("officer_ref"),
    state: text("state", { enum: ["open", "recorded", "cancelled"] }).notNull(),
    reason: text("reason"),
    claimedUntil: text("claimed_until"),
    attempts: integer("attempts").notNull().default(0),
    gateway: text("gateway"),
    givenAt: text("given_at"),
    linkHash: text("link_hash").unique(),
    dims: text("dims").notNull(),
    dueOn: text("due_on").notNull(),
    createdAt: text("created_at").notNull(),
  },
  (table) => [unique().on(table.caseId, table.victimId)],
);

export const closurePrompt = sqliteTable(
  "closure_prompt",
  {
    id: text("id").notNull().primaryKey(),
    requestId: text("request_id").notNull(),
    kind: text("kind", { enum: ["reminder", "escalation"] }).notNull(),
    number: integer("number").notNull(),
    madeOn: text("made_on").notNull(),
    outcome: text("outcome", { enum: ["sent", "refused", "in-doubt"] }),
    claimedUntil: text("claimed_until"),
    attempts: integer("attempts").notNull().default(0),
    gateway: text("gateway"),
    givenAt: text("given_at"),
  },
  (table) => [unique().on(table.requestId, table.kind, table.number)],
);

export const closureDiscussion = sqliteTable(
  "closure_discussion",
  {
    requestId: text("request_id").notNull(),
    version: integer("version").notNull(),
    recordedBy: text("recorded_by").notNull(),
    recordedAt: text("recorded_at").notNull(),
    heldOn: text("held_on"),
    discussion: text("discussion").notNull(),
    engagement: text("engagement"),
    actions: text("actions").notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.version] })],
);
