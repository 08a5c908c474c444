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
  judicialResultId: maybe(shortText),
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

/**
 * `version`: of what a hearing may tell several times, which of them. `isMatter`: it may be corrected, and back again, so
 * that every sharing of it is an event, and the last state counts.
 */
type Told = {
  readonly kind: MilestoneKind;
  readonly facts: MilestoneFacts;
  readonly version?: string;
  readonly isMatter?: true;
};

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

const sentencesOf = (offences: readonly Offence[]) =>
  offences.flatMap(({ judicialResults }) => judicialResults ?? []).filter(isSentence);

type Sentence = ReturnType<typeof sentencesOf>[number];

/** A sentence by its own id, so that one which takes the place of another is news, and the other can be taken back. */
const versionOf = ({ judicialResultId, orderedDate }: Sentence) => judicialResultId ?? orderedDate ?? "";

const outcomeOf = (convicted: boolean): Told => ({
  kind: "court.outcome",
  facts: { convicted },
  version: convicted ? "convicted" : "acquitted",
  isMatter: true,
});

function endOf(offences: readonly Offence[]): readonly Told[] {
  const isOver = offences.length > 0 && offences.every(({ proceedingsConcluded }) => proceedingsConcluded === true);
  const standing = sentencesOf(offences).filter(({ isDeleted }) => isDeleted !== true);
  const sentences = new Map(standing.map((sentence) => [versionOf(sentence), sentence]));
  return [
    ...(isOver ? [outcomeOf(offences.some(isConvicted))] : []),
    ...[...sentences].map(([version, { orderedDate }]): Told => ({
      kind: "court.sentenced",
      facts: orderedDate === null ? {} : { on: orderedDate },
      version,
    })),
  ];
}

/** Sentences that were deleted since they were shared. */
function deletedFrom(offences: readonly Offence[]): readonly string[] {
  const sentences = sentencesOf(offences);
  const standing = new Set(sentences.filter(({ isDeleted }) => isDeleted !== true).map(versionOf));
  return [...new Set(sentences.map(versionOf))].filter((version) => !standing.has(version));
}

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
  // Shared again unchanged, the same hearing gives the same ids, or says the same of one matter: it counts once.
  const name = `${hearing.id}/${file.id}/${hearingDay}`;
  const shared = { source, occurredAt: sharedTime, identifiers: identifiersOf(file), flags: flagsOf(file) };
  const idOf = (kind: MilestoneKind, version?: string) => [name, kind, ...(version ? [version] : [])].join("/");
  const told = [...trialOf(hearing, hearingDay), ...endOf(offences)].map(({ kind, facts, version, isMatter }) =>
    partnerMilestone({
      ...shared,
      eventId: isMatter ? `${idOf(kind, version)}/${sharedTime}` : idOf(kind, version),
      kind,
      facts,
      ...(isMatter && { matter: idOf(kind) }),
    }),
  );
  const deleted = isReshare ? deletedFrom(offences) : [];
  const retractions = deleted.map((version) =>
    partnerMilestone({
      ...shared,
      eventId: idOf("milestone.retracted", version),
      kind: "milestone.retracted",
      retracts: { source, eventId: idOf("court.sentenced", version) },
    }),
  );
  return [...told, ...retractions];
}

/** What a resulted hearing means for each case heard: trial held or called off, outcome, sentence, sentence deleted. */
export function readHearingResulted(payload: unknown): Reading<readonly Milestone[]> {
  const reading = readBy(hearingResultedSchema, payload);
  if (!reading.ok) return reading;
  const { read } = reading;
  return { ok: true, read: read.hearing.prosecutionCases.flatMap((file) => milestonesOf(file, read)) };
}
