import type { Instant } from "../kernel/time.ts";
import type { ClaimMark } from "../store/vault/claim-marks.ts";
import type { Fate } from "./carry.ts";
import { retryAt, type Settled, wakesAt } from "./outgoing.ts";

// How a request to an officer, or a prompt of one, stands after an attempt.

const sent = { until: null, outcome: "sent", reason: null, given: true } as const;
const waiting = { outcome: null, reason: null } as const;

/** Of what an earlier consumer gave to a gateway. Nothing where it is to be sent, or to be asked after again. */
export function marksOfSettled(id: string, settled: Settled, now: Instant): readonly ClaimMark[] {
  if (settled.is === "gone") return [{ id, ...sent }];
  if (settled.is !== "in-doubt") return [];
  return settled.until <= now
    ? [{ id, until: null, outcome: "in-doubt", reason: "in-doubt", given: true }]
    : [{ id, until: settled.until, ...waiting, given: true }];
}

/** Of what was carried. @param attempts Claims so far: how long the next wait is. */
export function marksOf(id: string, fate: Fate, attempts: number, now: Instant): readonly ClaimMark[] {
  if (fate.fate === "accepted") return [{ id, ...sent }];
  if (fate.fate === "refused") return [{ id, until: null, outcome: "refused", reason: fate.reason, given: false }];
  if (fate.fate === "later") return [{ id, until: retryAt(now, attempts), ...waiting, given: false }];
  if (fate.fate === "unknown") return [];
  return [{ id, until: wakesAt(now, fate.until), ...waiting, given: false, unattempted: true }];
}
