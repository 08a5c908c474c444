import type { Reason } from "../domain/disposition.ts";
import type { PauseReason } from "../domain/pause.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Instant } from "../kernel/time.ts";

/** What a message travels by. `officer` is the officer in the case, reached as their force says. */
export type Carriage = "sms" | "email" | "letter" | "officer";

/** One message, ready to go. */
export type Message = {
  /** An invitation's or closure request's id, or a random one for a reminder: all of ours that a gateway keeps. */
  readonly reference: string;
  readonly channel: Carriage;
  /** E.164 number, e-mail address, or the officer as the force refers to them; the first address line of a letter. */
  readonly to: string;
  /** A letter's address lines, the last a postcode. */
  readonly address?: readonly string[];
  /** Police area: it decides which gateway carries it. */
  readonly area: string;
  readonly locale: Locale;
  /** Of what goes to staff: whom it is for, where not the officer. A system that takes it may route by it. */
  readonly audience?: "supervisor";
  readonly subject?: string;
  readonly body: string;
};

/**
 * What became of one message.
 *
 * - `accepted`: the gateway has it.
 * - `refused`: it never will go this way; the reason is the message's own (a dead number).
 * - `later`: it was not taken, and may be tried again (busy, down).
 * - `unbegun`: nothing was even tried, because the gateway must rest, is silent, or the time was up.
 * - `unknown`: it may have gone. Nobody may send it again before `find` or a receipt has settled that.
 */
export type SendOutcome =
  | { readonly reference: string; readonly outcome: "accepted" }
  | { readonly reference: string; readonly outcome: "refused"; readonly reason: Reason }
  | { readonly reference: string; readonly outcome: "later" }
  | { readonly reference: string; readonly outcome: "unbegun" }
  | { readonly reference: string; readonly outcome: "unknown" };

export type { PauseReason } from "../domain/pause.ts";

export type Sending = {
  /** One for every message, in any order. */
  readonly outcomes: readonly SendOutcome[];
  /** The gateway as a whole must rest: nothing more goes to it before then. */
  readonly pause?: { readonly until: Instant; readonly reason: PauseReason };
};

/** What `find` is asked: a message that may have gone, to whom, and when its sending began at the earliest. */
export type Sought = { readonly reference: string; readonly to: string; readonly since: Instant };

/** What a gateway says of messages that may have gone. */
export type Found = {
  /** It has accepted these. */
  readonly accepted: ReadonlySet<string>;
  /** Of these it cannot tell, and only a receipt can. All others it has surely not. */
  readonly unknowable: ReadonlySet<string>;
};

/**
 * One gateway, by one contract whichever it is (GOV.UK Notify, Twilio, the development outbox).
 *
 * No gateway refuses a reference that it has already taken, so the engine itself must: it claims an invitation before it
 * sends, and after a crash asks `find` whether the message had been accepted before it sends again.
 */
export type Gateway = {
  /** Its name in the configuration. */
  readonly name: string;
  readonly carries: readonly Carriage[];
  /** Whether what it sends can be replied to by text, and the reply reaches us. */
  readonly takesReplies?: boolean;
  /** Never throws for what a gateway says or fails to say: that is an outcome. */
  send(messages: readonly Message[], now: Instant): Promise<Sending>;
  /**
   * What it has accepted of the messages.
   *
   * @throws Error when it does not answer: nothing is known then, and it is asked again later.
   */
  find(sought: readonly Sought[]): Promise<Found>;
};

/** The gateways that a deployment has. */
export type Gateways = {
  /** In the order in which they are tried. Empty: nothing of this area goes this way, and all of it is held. */
  for(area: string, channel: Carriage): readonly Gateway[];
  named(name: string): Gateway | null;
  readonly all: readonly Gateway[];
};

export type HasGateways = { readonly gateways: Gateways };
