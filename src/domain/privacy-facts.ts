import attackFile from "../../surveys/attacks.json" with { type: "json" };
import { EXPERIENCES_AT_MOST } from "../statistics/associations.ts";
import { normalCdf } from "../statistics/distributions.ts";
import { ledger } from "../statistics/lattice.ts";
import { CONVERSATION_HOURS } from "./conversation.ts";
import { methodology } from "./methodology.ts";
import { lastDayOfWave } from "./mixing.ts";
import {
  ATTEMPT_MINUTES,
  AUDIT_DAYS,
  COHORT_DAYS,
  COMMENT_DAYS,
  INTAKE_DAYS,
  LONE_STEP_DAYS,
  MICRODATA_DAYS,
  QUARTER_DAYS,
  SEEN_TEXT_DAYS,
  SHUT_DAYS,
  SLOT_DAYS,
  WISH_DAYS,
} from "./retention.ts";
import { daysBetween, firstDayOfWeek, type Week } from "../kernel/time.ts";

/**
 * What the engine promises of privacy, in figures: the ones that the code itself works by. The pages for victims and for
 * data-protection officers say them, and a test holds the documents to them (test/unit/house/privacy.test.ts).
 */

const { disclosure, generalisation, pool, weights } = methodology;
const spent = ledger();

/** Standard deviation of the noise in one count. */
const sigma = Math.sqrt(disclosure.noise.variance);

const percent = (share: number) => Math.round(100 * share);

/** Chance of being right about one answer for whoever knows everybody else's, over so many counts of both its sides. */
const knowingOthers = (sets: number) => percent(normalCdf(Math.sqrt(2 * sets) / (2 * sigma)));

/** Counts with more noise, as so many that have the usual. */
const asUsual = (counts: number) => (counts * disclosure.noise.variance) / disclosure.noise.associations.variance;

/** Core items that one person answers: respect by each agency in place of once, and one of those that are drawn. */
const CORE_ANSWERS_AT_MOST = methodology.core.fixed.length - 1 + methodology.core.agenciesAtMost + 1;

/** Any week: they are all as long. */
const WEEK = "2026-W02" as Week;

/** From the first day of its week to the night in which a wave's key goes. */
const waveKeyDays = daysBetween(firstDayOfWeek(WEEK), lastDayOfWave(WEEK, methodology)) + 1;

/** How long D1 keeps every minute of itself, in days (seven on the free plan): no setting of ours. */
const HISTORY_DAYS = 30;

const YEAR = 365;

/** Figures by name, as sentences take them in: `{k}`. Whole numbers, unless the name says otherwise. */
export const privacyFacts = {
  // What goes with an answer, and how it is mixed.
  k: generalisation.k,
  mixAtLeast: pool.mixAtLeast,
  waitAtMostDays: pool.waitAtMostDays,
  // A pool's key lives a day, at most the days that its submissions may wait, and goes in the night after.
  dayKeyDays: pool.waitAtMostDays + 1,
  padTo: Math.min(...pool.padTo),
  padLongTo: Math.max(...pool.padTo),
  linkDays: methodology.linkDays,
  waveGraceDays: methodology.waveGraceDays,
  waveKeyDays,

  // How long it is kept.
  contactDays: methodology.contactKeptDaysAfterLastWindow,
  silentDays: methodology.caseSilentDays,
  routeDays: methodology.safeContact.staleAfterDays,
  conversationHours: CONVERSATION_HOURS,
  conversationNights: SLOT_DAYS + 1,
  seenTextDays: SEEN_TEXT_DAYS,
  attemptMinutes: ATTEMPT_MINUTES,
  wishDays: WISH_DAYS,
  // A wish's key is that of its week, whose last day is up to seven days after the wish.
  wishKeyDays: WISH_DAYS + 7,
  intakeDays: INTAKE_DAYS,
  auditDays: AUDIT_DAYS,
  shutDays: SHUT_DAYS,
  recordDays: MICRODATA_DAYS,
  loneStepDays: LONE_STEP_DAYS,
  cohortDays: COHORT_DAYS,
  cohortYears: COHORT_DAYS / YEAR,
  commentDays: COMMENT_DAYS,
  /** Of a quarter that is never released: a release ends its key at once. */
  quarterKeyDays: QUARTER_DAYS,
  historyDays: HISTORY_DAYS,

  // What is published.
  tables: spent.tables,
  noiseVariance: disclosure.noise.variance,
  noiseDeviation: Number(sigma.toFixed(2)),
  noiseMost: disclosure.noise.truncation,
  associationVariance: disclosure.noise.associations.variance,
  baseShown: disclosure.baseShown,
  basePercentage: disclosure.basePercentage,
  baseBand: disclosure.baseBand,
  baseJourney: disclosure.baseJourney,
  roundBaseTo: disclosure.roundBaseTo,
  roundFrameTo: disclosure.roundFrameTo,
  weightCap: weights.cap,
  extremeBelow: disclosure.extremeBelow,

  // What whoever knows everybody else's answers achieves, right in so many of a hundred tries. A coin: 50.
  rightByPair: percent(normalCdf(1 / (2 * sigma))),
  setsOfItem: spent.distinctContributorSets.item,
  rightKnowingOthers: knowingOthers(spent.distinctContributorSets.item),
  /** With what goes with satisfaction, what people told of themselves, and the count by mode. */
  rightOnSatisfaction: knowingOthers(
    spent.distinctContributorSets.item +
      asUsual(EXPERIENCES_AT_MOST + spent.distinctContributorSets.characteristic) +
      1,
  ),
  /** On any other question of the core: it is set beside satisfaction once, told by what people are, and by mode. */
  rightOnCore: knowingOthers(
    spent.distinctContributorSets.item + asUsual(1 + spent.distinctContributorSets.characteristic) + 1,
  ),
  /** On which of two categories somebody is in, for whoever knows their answers as well: one count for each core item. */
  rightOnCharacteristic: knowingOthers(asUsual(CORE_ANSWERS_AT_MOST)),
} as const;

/** What one person spends at most on one measure of each family (zero-concentrated differential privacy). */
export const privacyLedger: Readonly<Record<string, number>> = spent.rhoPerFamily;

/** One row of what attacks achieve, as docs/attacks.md has it (`npm run attack` writes both). */
export type AttackFigure = {
  readonly id: string;
  /** Responses in the nation, or "any". */
  readonly size: string;
  readonly attack: string;
  readonly success: string;
  readonly chance: string;
  readonly threshold: string;
  readonly isPassed: boolean;
  /** No limit is kept, for nearly all is told: it passes when it is as theory says. */
  readonly isTold: boolean;
  /** False where the nation had too little to look at. */
  readonly isTried: boolean;
};

/** A row as the suite writes it. */
type AttackRow = Omit<AttackFigure, "size" | "success" | "chance" | "isTold" | "isTried"> & {
  readonly success: number;
  readonly chance: number;
  readonly isTold?: boolean;
  readonly isTried?: boolean;
};

const attackLines: readonly { readonly size: number | null; readonly row: AttackRow }[] =
  Object.values(attackFile).flat();

const told = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(3));

export const attackFigures: readonly AttackFigure[] = attackLines.map(
  ({ size, row: { success, chance, isTold = false, isTried = true, ...row } }) => ({
    ...row,
    size: size === null ? "any" : String(size),
    success: told(success),
    chance: told(chance),
    isTold,
    isTried,
  }),
);
