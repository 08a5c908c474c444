import type { CaseState, VictimState } from "../../../src/domain/case.ts";
import type { Moment, PastInvitation } from "../../../src/domain/eligibility.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { expiryOf } from "../../../src/domain/schedule.ts";
import { type Instant, type LocalDate, plusDays } from "../../../src/kernel/time.ts";

export const day = (text: string) => text as LocalDate;
export const instant = (text: string) => text as Instant;

/** A Tuesday. */
export const TODAY = day("2026-03-03");

/** A burglary in Surrey, with nothing that makes contact dangerous. */
export const burglary: CaseState = {
  id: "case-1",
  area: "E23000029",
  offence: "burglary",
  flags: [],
  facts: {},
  officerRef: "PC4521",
  officerUnit: "45XY",
  closedOn: null,
  updatedAt: instant("2026-03-01T09:00:00.000Z"),
};

/** An adult whom an officer said a week ago may be texted. */
export const textable: VictimState = {
  id: "victim-1",
  refHash: "ref",
  area: "E23000029",
  contact: "sealed",
  contactEpoch: "2026-W09",
  phoneIndex: "phone",
  emailIndex: null,
  postalIndex: null,
  channel: "sms",
  safety: "safe-sms",
  safetyAssertedAt: instant("2026-02-24T10:00:00.000Z"),
  safetyAssertedBy: "officer",
  windowFrom: null,
  windowTo: null,
  language: "en",
  age: "25-44",
  sex: "female",
  flags: [],
  consent: "not-refused",
  status: "active",
  contactUntil: null,
  updatedAt: instant("2026-02-24T10:00:00.000Z"),
};

/** Somebody whose route is asserted anew whenever it matters: for tests that are not about staleness. */
export const reassured = (today: LocalDate): VictimState => ({
  ...textable,
  safetyAssertedAt: instant(`${plusDays(today, -1)}T12:00:00.000Z`),
});

export const past = (given: Partial<PastInvitation> & Pick<PastInvitation, "stage" | "dueOn">): PastInvitation => ({
  id: `${given.caseId ?? burglary.id}/${given.stage}`,
  caseId: burglary.id,
  victimId: textable.id,
  state: "scheduled",
  expiresOn: expiryOf(plusDays(given.dueOn, 20), methodology),
  reason: null,
  ...given,
});

export const moment = (given: Partial<Omit<Moment, "milestone">> & Pick<Moment, "milestone">): Moment => ({
  caseState: burglary,
  victim: reassured(given.today ?? TODAY),
  history: [],
  today: TODAY,
  ...given,
});

/** What must be there. */
export function sure<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error("the test expects something that is not there");
  return thing;
}
