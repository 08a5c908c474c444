import type { Channel } from "./channel.ts";

/**
 * The channel of a deployment that has no gateway yet: it accepts nothing and says so, so every message stays due.
 * A deployment never falls back to writing messages anywhere else.
 */
export const heldChannel: Channel = {
  send: async (messages) =>
    messages.map(({ reference }) => ({ reference, outcome: "failed", permanent: false, reason: "no-gateway" })),
  find: async () => new Set(),
};
