import type { Gateway, Gateways, Message } from "../channels/gateway.ts";
import type { HasClock } from "../kernel/time.ts";

export type Posted = {
  readonly seq: number;
  readonly reference: string;
  readonly at: string;
  readonly channel: string;
  readonly recipient: string;
  readonly locale: string;
  readonly body: string;
};

/** A gateway that keeps what it is given, once a reference: what a phone network would have carried. */
export type Outbox = Gateway & {
  /** Messages after `seq`, oldest first. */
  read(after: number, limit: number): Promise<readonly Posted[]>;
  /** The newest messages, newest first, with what was sent to us. */
  newest(limit: number): Promise<readonly Posted[]>;
  /** Keeps a text that somebody sent to us, to be shown beside the messages to them. */
  keepReceived(text: { readonly id: string; readonly from: string; readonly text: string }): Promise<void>;
};

export function openOutbox(d1: D1Database, { clock }: HasClock): Outbox {
  const columns = "seq, reference, at, channel, recipient, locale, body";
  return {
    name: "outbox",
    carries: ["sms", "email", "letter", "officer"],
    takesReplies: true,
    send: async (messages) => {
      const rows = messages.map(({ reference, channel, to, address, locale, subject, body }: Message) => ({
        reference,
        channel,
        to,
        locale,
        body: [address?.join("\n"), subject, body].filter((part) => part !== undefined).join("\n\n"),
      }));
      await d1
        .prepare(
          `insert into outbox (reference, at, channel, recipient, locale, body)
           select json_extract(value, '$.reference'), ?2, json_extract(value, '$.channel'), json_extract(value, '$.to'),
             json_extract(value, '$.locale'), json_extract(value, '$.body')
           from json_each(?1) where true on conflict (reference) do nothing`,
        )
        .bind(JSON.stringify(rows), clock.now())
        .run();
      return { outcomes: messages.map(({ reference }) => ({ reference, outcome: "accepted" }) as const) };
    },
    find: async (sought) => {
      const { results } = await d1
        .prepare("select reference from outbox where reference in (select value from json_each(?1))")
        .bind(JSON.stringify(sought.map(({ reference }) => reference)))
        .all<{ reference: string }>();
      return { accepted: new Set(results.map(({ reference }) => reference)), unknowable: new Set() };
    },
    read: async (after, limit) => {
      const query = d1.prepare(
        `select ${columns} from outbox where seq > ?1 and channel <> 'received' order by seq limit ?2`,
      );
      return (await query.bind(after, limit).all<Posted>()).results;
    },
    newest: async (limit) => {
      const query = d1.prepare(`select ${columns} from outbox order by seq desc limit ?1`);
      return (await query.bind(limit).all<Posted>()).results;
    },
    keepReceived: async ({ id, from, text }) => {
      await d1
        .prepare(
          `insert into outbox (reference, at, channel, recipient, locale, body) values (?1, ?2, 'received', ?3, 'en', ?4)
           on conflict (reference) do nothing`,
        )
        .bind(id, clock.now(), from, text)
        .run();
    },
  };
}

/** Everything goes to the outbox. */
export const throughOutbox = (outbox: Outbox): Gateways => ({
  for: () => [outbox],
  named: (name) => (name === outbox.name ? outbox : null),
  all: [outbox],
});
