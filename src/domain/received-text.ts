import type { Instant } from "../kernel/time.ts";

/** A text that came in: the gateway's own id of it, who sent it as the gateway writes it, and what it says. */
export type ReceivedText = {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** When the gateway took it in, by its own clock; a gateway that does not say calls at once. */
  readonly at?: Instant;
};
