import type { Instant } from "../kernel/time.ts";
import type { AssertingPerson, Safety } from "./case.ts";
import type { Form } from "./dimension.ts";
import type { Reason } from "./disposition.ts";
import type { InvitationState } from "./invitation.ts";
import type { CaseReference } from "./ledger.ts";

// What is held waits for a person: hold and ask, never guess (decisions.md 4).

/** A held invitation as staff see it. */
export type Hold = {
  readonly id: string;
  readonly stage: Form;
  /** Police area, GSS code. */
  readonly area: string;
  readonly reason: Reason | null;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
  /** Days in which it can still go, today not counted. */
  readonly daysLeft: number;
};

/** One hold, opened to be acted on. */
export type OpenedHold = Hold & {
  readonly state: InvitationState;
  readonly safety: Safety;
  readonly safetyAssertedAt: Instant | null;
  readonly safetyAssertedBy: string | null;
  readonly hasMobile: boolean;
  readonly hasEmail: boolean;
  readonly hasAddress: boolean;
  /** What the force itself calls the case and the person in it. `not-theirs` for staff of another force or of the nation; null where none is kept. */
  readonly reference: CaseReference | "not-theirs" | null;
  readonly mayAssert: boolean;
};

/** Routes that somebody may call safe; or that there is none. */
export const assertableRoutes = [
  "safe-sms",
  "safe-email",
  "safe-post",
  "safe-phone-only",
  "via-advocate",
  "no-contact",
] as const satisfies readonly Safety[];
export type AssertableRoute = (typeof assertableRoutes)[number];

export type RouteAssertion = { readonly route: AssertableRoute; readonly by: AssertingPerson };
