import { type Form, type Stage, stages } from "../domain/dimension.ts";
import { DOES_NOT_APPLY, PREFER_NOT_TO_SAY } from "../instrument/definition.ts";
import { centredPoints, halfRange, type Scale } from "./score.ts";

/** A measure, as a release counts it. */
export type Item = {
  readonly id: string;
  /** The stages at which it is asked. */
  readonly stages: readonly Stage[];
  /** Every answer that is counted, "does not apply" and "prefer not to say" last. */
  readonly codes: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** Places in `codes` of what counts as good, and of what is valid and does not (decisions.md 12). */
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  /** Points from the middle of the scale, by place; null where an answer has no score. */
  readonly points: readonly (number | null)[];
  /** Half the range of the scale in points; null for a scale that only counts answers. */
  readonly half: number | null;
};

/** How a measure of surveys/measures.json is counted. Its closure stage, if any, is counted apart and not here. */
export function itemOf(measure: { readonly id: string; readonly stages: readonly Form[] }, scale: Scale): Item {
  const half = halfRange(scale);
  const codes = [...scale.options.map(({ code }) => code), DOES_NOT_APPLY, PREFER_NOT_TO_SAY];
  const valid = scale.options.flatMap(({ score, positive }, place) => (score === null ? [] : [{ place, positive }]));
  return {
    id: measure.id,
    stages: stages.filter((stage) => measure.stages.includes(stage)),
    codes,
    places: new Map(codes.map((code, place) => [code, place])),
    positive: valid.flatMap(({ place, positive }) => (positive ? [place] : [])),
    negative: valid.flatMap(({ place, positive }) => (positive ? [] : [place])),
    points: codes.map((_, place) => {
      const score = scale.options[place]?.score ?? null;
      return half === null || score === null ? null : centredPoints(score, half);
    }),
    half,
  };
}
