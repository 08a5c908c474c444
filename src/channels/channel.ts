import type { Locale } from "../kernel/locale.ts";

/**
 * What the engine asks of any gateway (docs/interfaces: the common ground of GOV.UK Notify and Twilio).
 *
 * Neither gateway refuses a reference that it has already taken, so the engine itself must: it claims an invitation
 * before it sends, and after a crash asks `find` whether the gateway had accepted the message before sending again.
 */
export type Message = {
  /** The invitation's or closure request's id: the only thing of ours that a gateway keeps. */
  readonly reference: string;
  readonly channel: "sms" | "email" | "officer";
  /** E.164 number, e-mail address, or the officer as the force refers to them. */
  readonly to: string;
  readonly locale: Locale;
  readonly subject?: string;
  readonly body: string;
};

export type SendOutcome =
  | { readonly reference: string; readonly outcome: "accepted" }
  | { readonly reference: string; readonly outcome: "failed"; readonly permanent: boolean; readonly reason: string };

export type Channel = {
  /** One outcome for every message, in any order. A thrown error means that nothing is known of any of them. */
  send(messages: readonly Message[]): Promise<readonly SendOutcome[]>;
  /** Those of the references that the gateway has accepted. */
  find(references: readonly string[]): Promise<ReadonlySet<string>>;
};

export type HasChannels = { readonly channel: Channel };
