import * as v from "valibot";
import { complianceActs, complianceSteps } from "../domain/compliance.ts";
import { agencies, modules } from "../domain/dimension.ts";
import { localised } from "./definition.ts";

/** One answer that a scale offers, and what it counts for. */
const scaleOption = v.strictObject({
  code: v.string(),
  text: localised,
  /** In easy words, where these are hard. The answers offered are the same. */
  easy: v.optional(localised),
  /** 0 to 100 (methodology 2.1); null for an answer that is in no denominator ("not needed"). */
  score: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  /** Whether it counts as a good experience (decisions.md 12). */
  positive: v.boolean(),
  alone: v.optional(v.boolean(), false),
});

const scaleSchema = v.strictObject({
  /** How many different scores there are, evenly spaced; 0 for a scale that only counts answers. */
  points: v.pipe(v.number(), v.integer(), v.minValue(0)),
  options: v.pipe(v.array(scaleOption), v.nonEmpty()),
});

const right = v.pipe(v.string(), v.regex(/^VC(0[1-9]|1[0-2])$/));

const measureSchema = v.strictObject({
  id: v.string(),
  scale: v.string(),
  /** Who it is about first of all; `system` is the justice agencies as a whole. */
  agency: v.picklist(["system", ...agencies]),
  /** Others who share the duty. */
  shared: v.optional(v.array(v.picklist(agencies)), []),
  /** Rights of the Victims' Code that it bears on. */
  rights: v.array(right),
  /** Asked at every stage of everybody, of a third by chance, or only where it belongs. */
  core: v.nullable(v.picklist(["fixed", "rotating"])),
  /** The survey that alone asks it, where that is published apart from the stages (docs/decisions/0031). */
  module: v.optional(v.picklist(modules)),
  stages: v.pipe(v.array(v.picklist(["report", "charge", "trial", "post-conviction", "closure"])), v.nonEmpty()),
  /** A few words, for charts. */
  title: localised,
  /** The question as asked, without the words for the period. */
  question: localised,
});

export const measuresSchema = v.strictObject({
  version: v.number(),
  scales: v.record(v.string(), scaleSchema),
  measures: v.array(measureSchema),
});

const recordedSchema = v.strictObject({
  act: v.picklist(complianceActs),
  /** What has to have happened in a case before the act is expected. */
  from: v.picklist(complianceSteps),
  /** How soon after that it is owed; left out where the Code sets no time. */
  workingDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(40))),
  /** The measure whose question asks victims about it: the one that comes nearest. */
  asked: v.string(),
});

export const rightsSchema = v.strictObject({
  version: v.number(),
  rights: v.array(
    v.strictObject({
      id: right,
      title: localised,
      sentence: localised,
      /** Who mainly owes it. */
      agencies: v.pipe(v.array(v.picklist(agencies)), v.nonEmpty()),
      /** What is recorded of its being kept. That a victim was told of it may be recorded of every right. */
      recorded: v.optional(v.array(recordedSchema)),
      /** What of it no question asks victims, in a sentence. */
      unasked: v.optional(localised),
    }),
  ),
});

export type Scale = v.InferOutput<typeof scaleSchema>;
export type Measure = v.InferOutput<typeof measureSchema>;
export type Right = v.InferOutput<typeof rightsSchema>["rights"][number];
