import * as v from "valibot";
import type { LocalDate } from "../../kernel/time.ts";
import type { CaseFlag } from "../case.ts";
import {
  type Identifier,
  type Milestone,
  type MilestoneFacts,
  type MilestoneKind,
  partnerMilestone,
} from "../milestone.ts";
import { instant, localDate, loosely, maybe, type Reading, readBy, shortText } from "./reading.ts";
import { flagsOfMarkers } from "./spi-case.ts";

// `public.events.hearing.hearing-resulted` of the Common Platform (interfaces.md 6.3: hmcts/cpp-context-hearing).
// Defendants, pleas in words and addresses are not read.

const source = "//common-platform.hmcts.net/hearing-resulted";

const judicialResult = v.object({
  orderedDate: maybe(localDate),
  category: maybe(v.string()),
  isConvictedResult: maybe(loosely),
  isDeleted: maybe(loosely),
});

const offence = v.object({
  plea: maybe(v.object({ pleaValue: maybe(v.string()) })),
  verdict: maybe(v.object({ verdictType: v.object({ categoryType: maybe(v.string()) }) })),
  convictionDate: maybe(localDate),
  proceedingsConcluded: maybe(loosely),
  judicialResults: v.optional(v.nullable(v.array(judicialResult)), []),
});
type Offence = v.InferOutput<typeof offence>;

const marker = v.object({ markerTypeCode: maybe(v.string()), markerTypeDescription: maybe(v.string()) });

const prosecutionCase = v.object({
  id: shortText,
  prosecutionCaseIdentifier: v.object({ caseURN: maybe(shortText) }),
  caseMarkers: v.optional(v.nullable(v.array(marker)), []),
  defendants: v.array(v.object({ offences: v.optional(v.nullable(v.array(offence)), []) })),
});
type ProsecutionCase = v.InferOutput<typeof prosecutionCase>;

export const hearingResultedSchema = v.object({
  isReshare: loosely,
  hearingDay: localDate,
  sharedTime: instant,
  hearing: v.object({
    id: shortText,
    isEffectiveTrial: maybe(loosely),
    isVacatedTrial: maybe(loosely),
    crackedIneffectiveTrial: maybe(v.object({ type: maybe(v.string()) })),
    prosecutionCases: v.pipe(v.array(prosecutionCase), v.minLength(1, "at least one prosecution case")),
  }),
});
type HearingResulted = v.InferOutput<typeof hearingResultedSchema>;

/** GUILTY, GUILTY_BUT_OF_LESSER_OFFENCE ...: what begins with "not" or speaks of no verdict is none. */
const isGuilty = (word: string | null) => word !== null && /^GUILTY/i.test(word.trim());

const isConvicted = ({ convictionDate, verdict, plea }: Offence) =>
  convictionDate !== null || isGuilty(verdict?.verdictType.categoryType ?? null) || isGuilty(plea?.pleaValue ?? null);

const isSentence = ({ category, isConvictedResult }: v.InferOutput<typeof judicialResult>) =>
  category?.toUpperCase() === "FINAL" && isConvictedResult === true;

type Told = { readonly kind: MilestoneKind; readonly facts: MilestoneFacts };

/**
 * What became of the trial itself. A vacated or ineffective one was called off: the victim was told not to come, or
 * came for nothing. A cracked one ended by a plea, so only its outcome counts. Who attended, courts do not say.
 */
function trialOf(
  { isEffectiveTrial, isVacatedTrial, crackedIneffectiveTrial }: HearingResulted["hearing"],
  day: LocalDate,
): readonly Told[] {
  if (isVacatedTrial || /ineffective|vacat/i.test(crackedIneffectiveTrial?.type ?? "")) {
    return [{ kind: "court.trial-vacated", facts: { on: day } }];
  }
  return isEffectiveTrial ? [{ kind: "court.trial-held", facts: { on: day } }] : [];
}

function endOf(offences: readonly Offence[]): readonly Told[] {
  const isOver = offences.length > 0 && offences.every(({ proceedingsConcluded }) => proceedingsConcluded === true);
  const sentences = offences.flatMap(({ judicialResults }) => judicialResults ?? []).filter(isSentence);
  const standing = sentences.filter(({ isDeleted }) => isDeleted !== true);
  const on = standing
    .map(({ orderedDate }) => orderedDate)
    .filter((date) => date !== null)
    .toSorted()
    .at(-1);
  return [
    ...(isOver ? [{ kind: "court.outcome", facts: { convicted: offences.some(isConvicted) } } as const] : []),
    ...(standing.length > 0 ? [{ kind: "court.sentenced", facts: on === undefined ? {} : { on } } as const] : []),
  ];
}

const hasLostItsSentence = (offences: readonly Offence[]) => {
  const sentences = offences.flatMap(({ judicialResults }) => judicialResults ?? []).filter(isSentence);
  return sentences.length > 0 && sentences.every(({ isDeleted }) => isDeleted === true);
};

const identifiersOf = ({ id, prosecutionCaseIdentifier: { caseURN } }: ProsecutionCase): readonly Identifier[] => [
  { type: "prosecutionCaseId", value: id },
  ...(caseURN === null ? [] : [{ type: "urn", value: caseURN } as const]),
];

const flagsOf = ({ caseMarkers }: ProsecutionCase): readonly CaseFlag[] =>
  flagsOfMarkers(
    (caseMarkers ?? [])
      .flatMap((each) => [each.markerTypeCode, each.markerTypeDescription])
      .filter((text) => text !== null),
  );

function milestonesOf(
  file: ProsecutionCase,
  { hearing, hearingDay, sharedTime, isReshare }: HearingResulted,
): readonly Milestone[] {
  const offences = file.defendants.flatMap((defendant) => defendant.offences ?? []);
  // Shared again unchanged, the same hearing gives the same ids, and counts once.
  const name = `${hearing.id}/${file.id}/${hearingDay}`;
  const shared = { source, occurredAt: sharedTime, identifiers: identifiersOf(file), flags: flagsOf(file) };
  const told = [...trialOf(hearing, hearingDay), ...endOf(offences)].map(({ kind, facts }) =>
    partnerMilestone({ ...shared, eventId: `${name}/${kind}`, kind, facts }),
  );
  if (!isReshare || !hasLostItsSentence(offences)) return told;
  const retraction = partnerMilestone({
    ...shared,
    eventId: `${name}/retracted/${sharedTime}`,
    kind: "milestone.retracted",
    retracts: { source, eventId: `${name}/court.sentenced` },
  });
  return [...told, retraction];
}

/** What a resulted hearing means for each case heard: trial held or called off, outcome, sentence, sentence deleted. */
export function readHearingResulted(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(hearingResultedSchema, payload);
  if (!reading.ok) return reading;
  const { read } = reading;
  return { ok: true, read: read.hearing.prosecutionCases.flatMap((file) => milestonesOf(file, read)) };
}
