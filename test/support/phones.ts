// Phones that ring: victims of the tests' own, whose texts are fresh and whose links are open, in an engine that the
// simulation has left months after its last text.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { type LocalDate, londonDate, londonInstant, parseInstant, plusDays, weekday } from "../../src/kernel/time.ts";
import { openClient } from "../../simulation/client.ts";

/** Surrey's police writes in English, North Wales' in both languages. */
const forces = { "surrey": "45", "north-wales": "60" } as const;

export type Phone = {
  readonly force: keyof typeof forces;
  readonly number: string;
  /** Who the force says it is: two phones of one victim share it. */
  readonly victimRef: string;
};

/** A report long enough ago to be asked about at once, in days (the methodology asks after 42). */
const REPORTED_DAYS_AGO = 45;
const NOON = 12 * 60;
const SUNDAY = 7;
const LOOK_MS = 50;
const LOOKS = 400;

/** Each time the suite or a file of it opens phones, they are others. */
const run = Date.now().toString(36);
const senders = new Map<string, Promise<string>>();

export function openPhones(url: string, operatorKey: string) {
  const client = openClient(url, operatorKey);
  const now = async () => {
    const said = await client.clock();
    const instant = parseInstant(said);
    if (instant === null) throw new Error(`The engine's clock says ${said}`);
    return instant;
  };

  const keyOf = async (force: Phone["force"]) => {
    const sender = { id: `${force}-${run}`, name: force, role: "force", forceCode: forces[force] };
    const created = await client.createSender({ ...sender, expiresOn: "2030-01-01" });
    if (created === null) throw new Error(`${sender.id} is registered already`);
    return created.key;
  };

  /** Sends one milestone of a phone's case to the engine, as its force would. */
  const tell = async ({ force, number, victimRef }: Phone, milestone: string, daysAgo: number, facts = {}) => {
    const at = await now();
    const occurredAt = londonInstant(plusDays(londonDate(at), -daysAgo), NOON);
    const key = await (senders.get(force) ?? senders.set(force, keyOf(force)).get(force) ?? "");
    const { events } = await client.deliver(key, [
      {
        specversion: "1.0",
        id: `${run}-${victimRef}-${milestone}`,
        source: `//records.force-${forces[force]}.example`,
        type: "uk.cjs.milestone.v1",
        time: at,
        datacontenttype: "application/json",
        data: {
          milestone,
          occurredAt,
          case: {
            forceCode: forces[force],
            offenceGroup: "burglary_dwelling",
            identifiers: [{ type: "crimeReference", value: `${forces[force]}/${run}-${victimRef}/26` }],
          },
          victim: {
            victimRef: `${run}-${victimRef}`,
            contact: {
              mobile: number,
              safeToContact: "yes",
              preferredChannel: "sms",
              language: "en",
              safetyAssertedAt: occurredAt,
              safetyAssertedBy: "officer",
            },
            surveyConsent: "not_refused",
            ageBand: "25-44",
            sex: "female",
          },
          officerInCase: { ref: `PC-${victimRef}`, unit: `${forces[force]}XX` },
          facts,
        },
      },
    ]);
    const [event] = events;
    if (event?.status !== "accepted") throw new Error(`${milestone} was not accepted: ${JSON.stringify(event)}`);
  };

  /** Lives on to the next day on which texts go, or to a later one, and waits until the queue is empty. */
  const liveOn = async (days = 1) => {
    const day = plusDays(londonDate(await now()), days);
    const sending: LocalDate = weekday(day) === SUNDAY ? plusDays(day, 1) : day;
    await client.moveClock(londonInstant(sending, NOON));
    for (let look = 0; (await client.status()).due > 0; look++) {
      if (look === LOOKS) throw new Error("Texts that are due do not go");
      await pause(LOOK_MS);
    }
  };

  const messagesTo = async (recipient: string) => {
    const messages = [];
    for (let after = 0; ;) {
      const page = await client.outbox(after, 1000);
      const last = page.at(-1);
      if (last === undefined) return messages;
      messages.push(...page.filter((message) => message.recipient === recipient));
      after = last.seq;
    }
  };

  return {
    tell,
    liveOn,
    messagesTo,
    report: async (phone: Phone) => await tell(phone, "report.recorded", REPORTED_DAYS_AGO),
    /** The newest link that a phone or an officer has been sent. */
    linkTo: async (recipient: string) => {
      const link = /https?:\/\/\S+/.exec((await messagesTo(recipient)).at(-1)?.body ?? "")?.[0];
      if (link === undefined) throw new Error(`Nothing was sent to ${recipient}`);
      return link;
    },
    /** Submissions that wait to be mixed. */
    waitingInPool: async () => (await client.status()).waitingInPool,
  };
}

/** Runs a query that reads one number over the engine's own databases, which no door would tell. */
export function readNumber(stateDir: string, table: string, query: string): number {
  const folder = join(stateDir, "d1/miniflare-D1DatabaseObject");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite");
  for (const file of files) {
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    try {
      const has = database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table);
      if (has !== undefined) return Number(Object.values(database.prepare(query).get() ?? {})[0]);
    } finally {
      database.close();
    }
  }
  throw new Error(`No database has a table ${table}`);
}
