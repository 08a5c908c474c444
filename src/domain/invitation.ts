/** What has become of one stage of one victim's case. The row in the vault is the truth; a queue carries only its id. */
export const invitationStates = [
  "scheduled", // may go on its day
  "held", // may not go until somebody asserts a safe route
  "claimed", // a consumer is sending it
  "sent", // the gateway accepted it
  "delivered", // the gateway says that it arrived
  "failed", // the gateway says that it never will
  "excluded", // left out when it was decided, with a reason
  "cancelled", // overtaken by a later milestone, or stopped by the victim
  "closed", // its link has ended
] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Not yet out of our hands: a milestone may still hold, move or cancel it. */
export const isPending = (state: InvitationState) => state === "scheduled" || state === "held";

/** May still be stopped: what is pending, and what is being sent, which may fail and would then be tried again. */
export const isStoppable = (state: InvitationState) => isPending(state) || state === "claimed";

/** Counts towards the rest rule: the victim has been, is being or will be written to. */
export const takesPlace = (state: InvitationState) =>
  state === "scheduled" || state === "claimed" || state === "sent" || state === "delivered" || state === "closed";

/** What a gateway may report of a message, in the neutral words of channels/gateway.ts. */
export const receiptStatuses = [
  "accepted",
  "in-flight",
  "sent",
  "delivered",
  "failed-temporary",
  "failed-permanent",
  "failed-technical",
] as const;
export type ReceiptStatus = (typeof receiptStatuses)[number];

const final = 3;
const ranks: { readonly [S in ReceiptStatus]: number } = {
  "accepted": 0,
  "in-flight": 1,
  "sent": 2,
  "delivered": final,
  "failed-temporary": final,
  "failed-permanent": final,
  "failed-technical": final,
};

/**
 * Failures that may pass: nobody has the message, and nothing is wrong with the number. How often it is sent in all before
 * it is left to an operator. [OURS]
 */
export const sendingsAtMost: { readonly [S in ReceiptStatus]?: number } = {
  "failed-temporary": 2,
  "failed-technical": 3,
};

/**
 * What a receipt makes of an invitation; null when it changes nothing. Receipts come late, twice and out of order, so
 * only the highest rank counts, and of two final ones the first.
 */
export function afterReceipt(state: InvitationState, status: ReceiptStatus): InvitationState | null {
  if (state !== "sent" && state !== "claimed") return null;
  if (ranks[status] < final) return null;
  return status === "delivered" ? "delivered" : "failed";
}
