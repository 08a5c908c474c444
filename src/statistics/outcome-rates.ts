/** What became of the sampled, in AAPOR's classes (methodology.md 2.2). */
export type Outcomes = {
  /** Complete. */
  readonly I: number;
  /** Partial. */
  readonly P: number;
  /** Refusal and break-off. */
  readonly R: number;
  /** Non-contact. */
  readonly NC: number;
  /** Other: eligible, not interviewed. */
  readonly O: number;
  /** Unknown eligibility, of household and other. Safety-suppressed (UO-S) and no route (UO-R) are in UO. */
  readonly UH: number;
  readonly UO: number;
  /** Not eligible. */
  readonly NE: number;
};

/** A share in [0, 1]; null where it would be nothing out of nothing, which is "not available" and never 0 %. */
export type Rate = number | null;

const share = (part: number, whole: number): Rate => (whole > 0 ? part / whole : null);

/** e: the share of the cases of known eligibility that are eligible (proportional allocation, CASRO). */
function eligibleShare({ I, P, R, NC, O, NE }: Outcomes): Rate {
  const eligible = I + P + R + NC + O;
  return share(eligible, eligible + NE);
}

/**
 * Response, co-operation, refusal, contact and location rates.
 *
 * @param e Eligible share of the unknown; the rates that need it are null where it is null and there are unknowns.
 * @see methodology.md 2.2; AAPOR Standard Definitions
 */
export function outcomeRates(outcomes: Outcomes, e: Rate = eligibleShare(outcomes)) {
  const { I, P, R, NC, O, UH, UO } = outcomes;
  const known = I + P + R + NC + O;
  const unknown = UH + UO;
  const all = known + unknown;
  const estimated = unknown === 0 ? known : e === null ? Number.NaN : known + e * unknown;
  const reached = I + P + R + O;
  return {
    RR1: share(I, all),
    RR2: share(I + P, all),
    RR3: share(I, estimated),
    RR4: share(I + P, estimated),
    RR5: share(I, known),
    RR6: share(I + P, known),
    COOP1: share(I, reached),
    COOP2: share(I + P, reached),
    COOP3: share(I, I + P + R),
    COOP4: share(I + P, I + P + R),
    REF1: share(R, all),
    REF2: share(R, estimated),
    REF3: share(R, known),
    CON1: share(reached, all),
    CON2: share(reached, estimated),
    CON3: share(reached, known),
    LOC1: share(known, all),
    LOC2: share(known, estimated),
  } as const;
}

/** Counts by disposition (domain/disposition.ts), as the frame or its perturbed copy has them. */
export type FrameCounts = { readonly [disposition: string]: number };

/**
 * Puts the frame, which knows nothing of answers, together with what was opened and answered.
 *
 * Whoever opened a link was reached: openings come off non-contact, and then off the unknown (sent without a receipt).
 * Of those who opened, who neither completed nor half completed broke off, which is a refusal (methodology.md 2.2,
 * decisions.md 19). Suppressed for safety and without a route stay among the unknown, in the denominators of RR1 to
 * RR4 (decisions.md 20).
 *
 * @param frame Counts by disposition; one that is missing is 0.
 * @param answered Links opened, completes and partials; perturbed counts may disagree a little, and never go below 0.
 */
export function outcomesFrom(
  frame: FrameCounts,
  answered: { readonly started: number; readonly complete: number; readonly partial: number },
): Outcomes {
  const of = (disposition: string) => Math.max(0, frame[disposition] ?? 0);
  const I = Math.max(0, answered.complete);
  const P = Math.max(0, answered.partial);
  const opened = Math.max(answered.started, I + P);
  const fromReached = Math.min(of("NC"), opened);
  const fromUnknown = Math.min(of("UO"), opened - fromReached);
  return {
    I,
    P,
    R: of("R") + (opened - I - P),
    NC: of("NC") - fromReached,
    O: of("O"),
    UH: 0,
    UO: of("UO") - fromUnknown + of("UO-S") + of("UO-R") + of("pending"),
    NE: of("NE"),
  };
}
