import type { Message } from "../../../src/channels/gateway.ts";
import { type Instant, instantOf } from "../../../src/kernel/time.ts";

// A message as the engine gives it to a gateway, and what opening gateways needs, on this machine's own clock.

const lines: string[] = [];

export const opening = {
  clock: { now: (): Instant => instantOf(Date.now()) },
  log: {
    event: (name: string, fields = {}) => void lines.push(JSON.stringify({ name, ...fields })),
    failure: () => {},
  },
  publicOrigin: "https://feedback.example",
};

/** What an operator would have read so far. */
export const logged = () => lines.join("\n");

export const message = (changes: Partial<Message> = {}): Message => ({
  reference: "01890a5d-ac96-774b-bcce-b302099a8057",
  channel: "sms",
  to: "+447700900461",
  area: "E23000028",
  locale: "en",
  body: "We would like your feedback. https://feedback.example/s/abc",
  ...changes,
});

/** Many, each with a reference of its own. */
export const messages = (count: number, changes: Partial<Message> = {}): readonly Message[] =>
  Array.from({ length: count }, (_, index) => message({ reference: `reference-${index}`, ...changes }));

export const sought = (reference: string) => ({ reference, to: "+447700900461", since: opening.clock.now() });
