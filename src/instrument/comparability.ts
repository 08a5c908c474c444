import * as v from "valibot";
import file from "../../surveys/methodology/comparability.json" with { type: "json" };

/**
 * What is known of two versions of a survey (methodology.md 2.13): whether the figures of a measure go on from one to the
 * other. Versions that are not listed are judged by their words (results/comparability.ts).
 */
const version = v.pipe(v.string(), v.regex(/^[a-z-]+@\d+$/, "a version is named like report@2"));
const standardError = v.pipe(v.number(), v.gtValue(0));

/** A parallel run: a random half was asked each version, over two quarters and more. */
const study = v.strictObject({
  /** Quarters in which both versions were asked: `2027-Q1`. */
  quarters: v.pipe(v.array(v.pipe(v.string(), v.regex(/^\d{4}-Q[1-4]$/))), v.minLength(2)),
  /** Answers to the measure in each version. */
  earlierAnswers: v.pipe(v.number(), v.integer(), v.minValue(1)),
  laterAnswers: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Where the study can be read. */
  report: v.pipe(v.string(), v.nonEmpty()),
});

const ofPair = { measure: v.string(), earlier: version, later: version };

const pairSchema = v.variant("state", [
  v.strictObject({ ...ofPair, state: v.literal("same"), why: v.pipe(v.string(), v.nonEmpty()) }),
  v.strictObject({ ...ofPair, state: v.literal("break"), why: v.pipe(v.string(), v.nonEmpty()) }),
  v.strictObject({
    ...ofPair,
    state: v.literal("bridged"),
    /** What is added to an earlier mean, 0 to 100, to tell it in terms of the later version; with its standard error. */
    points: v.pipe(v.number(), v.minValue(-100), v.maxValue(100)),
    pointsError: standardError,
    /** The same for the logit of an earlier share. */
    logit: v.number(),
    logitError: standardError,
    study,
  }),
]);

export const comparabilitySchema = v.strictObject({ version: v.number(), pairs: v.array(pairSchema) });

export type ComparedPair = v.InferOutput<typeof pairSchema>;

/** Every pair that somebody has judged or studied. */
export const comparedPairs: readonly ComparedPair[] = v.parse(comparabilitySchema, file).pairs;
