import { sql } from "drizzle-orm";
import { beforeEach } from "vitest";
import type { Gateway, Gateways, Message, Sending, SendOutcome } from "../../src/channels/gateway.ts";
import type { Reason } from "../../src/domain/disposition.ts";
import { timeOrderedId } from "../../src/kernel/ids.ts";
import type { Instant, LocalDate, Quarter, Week } from "../../src/kernel/time.ts";
import { macName } from "../../src/platform/crypto.ts";
import { runBatch } from "../../src/store/batch.ts";
import { sealContacts } from "../../src/store/vault/contacts.ts";
import { upsertInvitations } from "../../src/store/vault/invitations.ts";
import { openCapabilities } from "./capabilities.ts";

// A vault with scheduled invitations, and a gateway that remembers what went.

export const NOW = "2026-03-03T12:00:00.000Z" as Instant;
export const LATER = "2026-03-03T12:30:00.000Z" as Instant;
export const TODAY = "2026-03-03" as LocalDate;
export const WEEK = "2026-W10" as Week;
export const PERIOD = "2026Q1" as Quarter;

/** What goes wrong with the messages of one sending. Null: nothing. */
export type Fault =
  /** Taken, and the answer is lost; not taken, and no answer. */
  | "lost"
  | "silent"
  /** The gateway says that it does not take it now; that it never will. */
  | "later"
  | "refused";

/** A gateway that remembers what it took, and misbehaves as it is told. */
export function recordingGateway(name: string, { canTell = true }: { readonly canTell?: boolean } = {}) {
  const messages: Message[] = [];
  const state: { fault: Fault | null; pause: Sending["pause"]; finds: number; reason: Reason; deaf: boolean } = {
    fault: null,
    pause: undefined,
    finds: 0,
    reason: "gateway-refused",
    deaf: false,
  };
  const outcomeOf = (reference: string): SendOutcome => {
    if (state.fault === "refused") return { reference, outcome: "refused", reason: state.reason };
    if (state.fault === "later") return { reference, outcome: "later" };
    return { reference, outcome: state.fault === null ? "accepted" : "unknown" };
  };
  const gateway: Gateway = {
    name,
    carries: ["sms", "email", "letter", "officer"],
    send: async (batch) => {
      if (state.fault === null || state.fault === "lost") messages.push(...batch);
      const { pause } = state;
      return { outcomes: batch.map(({ reference }) => outcomeOf(reference)), ...(pause && { pause }) };
    },
    find: async (sought) => {
      state.finds++;
      if (state.deaf) throw new Error("the connection was lost");
      const known = new Set(messages.map(({ reference }) => reference));
      const references = sought.map(({ reference }) => reference);
      return {
        accepted: new Set(canTell ? references.filter((reference) => known.has(reference)) : []),
        unknowable: new Set(canTell ? [] : references),
      };
    },
  };
  const reset = () => {
    messages.length = 0;
    Object.assign(state, { fault: null, pause: undefined, finds: 0, reason: "gateway-refused", deaf: false });
  };
  return { messages, state, gateway, reset };
}

/** All goes by these gateways, in this order. */
export const gatewaysOf = (...all: readonly Gateway[]): Gateways => ({
  for: () => all,
  named: (name) => all.find((gateway) => gateway.name === name) ?? null,
  all,
});

const capabilities = openCapabilities(NOW);
export const queued: string[] = [];
export const gateway = recordingGateway("first");
export const engine = {
  ...capabilities,
  gateways: gatewaysOf(gateway.gateway),
  publicOrigin: "https://feedback.example",
  deliveries: { send: async (ids: readonly string[]) => void queued.push(...ids) },
};
export const { vault, setTime } = capabilities;

type Given = {
  readonly n: number;
  readonly victim?: Readonly<Record<string, string | number | null>>;
  readonly caseFile?: Readonly<Record<string, string | null>>;
  readonly dueOn?: string;
  readonly mobile?: (index: number) => string;
};

/** Cases with one textable victim and one scheduled report invitation each. */
export async function given({
  n,
  victim = {},
  caseFile = {},
  dueOn = TODAY,
  mobile,
}: Given): Promise<readonly string[]> {
  const ids = Array.from({ length: n }, () => timeOrderedId(engine, NOW));
  const number = mobile ?? ((index: number) => `+4477009${String(index).padStart(5, "0")}`);
  const records = ids.map((id, index) => ({ victimId: id, contact: { mobile: number(index) } }));
  const contacts = await sealContacts(engine, WEEK, records);
  const rows = ids.map((id, index) => ({
    id,
    contact: contacts[index],
    phone: `index of ${number(index)}`,
    safety: "safe-sms",
    asserted: "2026-03-01T09:00:00.000Z",
    by: "officer",
    from: null,
    to: null,
    age: index % 2 ? "25-44" : "18-24",
    sex: index % 3 ? "female" : "male",
    area: "E23000029",
    offence: "burglary",
    flags: "[]",
    facts: "{}",
    officer: "PC4521",
    dueOn,
    ...victim,
    ...caseFile,
  }));
  const from = sql`from json_each(${JSON.stringify(rows)})`;
  await runBatch(vault, [
    vault.run(sql`insert into case_file select value ->> 'id', value ->> 'area', value ->> 'offence', value ->> 'flags',
      value ->> 'facts', value ->> 'officer', null, null, ${NOW} ${from}`),
    vault.run(sql`insert into victim (id, ref_hash, area, contact, contact_epoch, phone_index, channel, safety,
        safety_asserted_at, safety_asserted_by, window_from, window_to, language, age, sex, flags, consent, status, updated_at)
      select value ->> 'id', value ->> 'id', value ->> 'area', value ->> 'contact', ${WEEK}, value ->> 'phone', 'sms',
        value ->> 'safety', value ->> 'asserted', value ->> 'by', value ->> 'from', value ->> 'to', 'en',
        value ->> 'age', value ->> 'sex', '[]', 'not-refused', 'active', ${NOW} ${from}`),
    upsertInvitations(
      vault,
      ids.map((id) => ({
        id,
        caseId: id,
        victimId: id,
        milestoneId: "milestone",
        area: "E23000029",
        stage: "report",
        state: "scheduled",
        reason: null,
        probability: 1,
        dueOn: dueOn as LocalDate,
        expiresOn: "2026-04-20" as LocalDate,
      })),
      NOW,
    ),
  ]);
  return ids;
}

export const states = async (ids: readonly string[]) => {
  const rows = await vault.all<{ state: string; reason: string | null }>(sql`
    select state, reason from invitation where id in (select value from json_each(${JSON.stringify(ids)}))`);
  return [...new Set(rows.map(({ state, reason }) => (reason ? `${state}: ${reason}` : state)))].toSorted();
};

/** The hash under which the vault should know the link of a message. */
export async function hashOf({ body }: Message): Promise<string> {
  const token = /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";
  return await macName(await engine.keys.standing("link"), token);
}

/** Starts each test with an empty vault, an empty gateway and the week's keys. */
export function prepareDeliveries() {
  beforeEach(async () => {
    setTime(NOW);
    queued.length = 0;
    gateway.reset();
    await engine.keys.create("wave", [WEEK]);
    await engine.keys.create("epoch", [WEEK]);
    for (const table of [
      "closure_discussion",
      "closure_request",
      "milestone",
      "invitation",
      "case_victim",
      "victim",
      "case_file",
      "opt_out",
      "gateway_state",
    ]) {
      await vault.run(sql.raw(`delete from ${table}`));
    }
  });
}
