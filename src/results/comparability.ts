import published from "../../surveys/published.json" with { type: "json" };
import { canonicalJson } from "../instrument/checks/published.ts";
import { type ComparedPair, comparedPairs } from "../instrument/comparability.ts";
import type { Instrument, Question } from "../instrument/definition.ts";
import { instruments } from "../instrument/registry.ts";

/**
 * Whether the figures of a measure go on from one version of a survey to another (methodology.md 2.13).
 *
 * Bridged: `points` is added to a mean of the first version (0 to 100), `logit` to the logit of a share of it, to tell it
 * in terms of the second. `standardError` is that of `points`, `logitError` that of `logit`: each goes into the variance
 * of what is compared. Break: no line is drawn across it, and no difference told.
 */
export type Comparability =
  | { readonly state: "same" }
  | {
      readonly state: "bridged";
      readonly points: number;
      readonly standardError: number;
      readonly logit: number;
      readonly logitError: number;
    }
  | { readonly state: "break" };

/** What the judgement rests on. */
export type Versions = {
  readonly instruments: readonly Instrument[];
  /** Ids of the instruments whose words can change no more. */
  readonly published: ReadonlySet<string>;
  readonly pairs: readonly ComparedPair[];
};

/** All of a question that somebody who is asked it sees: words in every manner, and the answers to choose from. */
const seen = ({ kind, scale, options, mayNotApply, mayDecline, ...rest }: Question) => {
  const { warning, text, bereaved, carer, hint, easy, sms } = rest;
  const words = { warning, text, bereaved, carer, hint, easy, sms };
  return canonicalJson({ kind, scale, options, mayNotApply, mayDecline, ...words });
};

/** A measure as a version asks it; null when it does not, or when its words could still change. */
function asked(measure: string, id: string, { instruments, published }: Versions): string | null {
  const found = instruments.find((instrument) => instrument.id === id);
  const questions = found?.questions.filter((question) => question.measure === measure).map(seen) ?? [];
  return questions.length > 0 && published.has(id) ? questions.join("\n") : null;
}

function listed(measure: string, earlier: string, later: string, pairs: readonly ComparedPair[]): Comparability | null {
  const pair = pairs.find((each) => each.measure === measure && each.earlier === earlier && each.later === later);
  if (pair === undefined) return null;
  if (pair.state !== "bridged") return { state: pair.state };
  const { points, pointsError: standardError, logit, logitError } = pair;
  return { state: "bridged", points, standardError, logit, logitError };
}

/** The same, looked at from the other end. */
const turned = (way: Comparability): Comparability =>
  way.state === "bridged" ? { ...way, points: -way.points, logit: -way.logit } : way;

/** One way and then another: shifts add up, and so do their variances. */
function joined(first: Comparability, second: Comparability): Comparability {
  if (first.state === "break" || second.state === "break") return BREAK;
  if (first.state === "same") return second;
  if (second.state === "same") return first;
  return {
    state: "bridged",
    points: first.points + second.points,
    standardError: Math.hypot(first.standardError, second.standardError),
    logit: first.logit + second.logit,
    logitError: Math.hypot(first.logitError, second.logitError),
  };
}

const SAME: Comparability = { state: "same" };
const BREAK: Comparability = { state: "break" };

/** One step, without versions between: what is listed decides, then the words. */
function step(measure: string, earlier: string, later: string, versions: Versions): Comparability {
  const told = listed(measure, earlier, later, versions.pairs);
  if (told !== null) return told;
  const back = listed(measure, later, earlier, versions.pairs);
  if (back !== null) return turned(back);
  const words = asked(measure, earlier, versions);
  return words !== null && words === asked(measure, later, versions) ? SAME : BREAK;
}

/** The versions between two of one survey, first and last included, from the one to the other. */
function wayBetween(earlier: string, later: string): readonly string[] {
  const [form = "", from] = earlier.split("@");
  const [other, to] = later.split("@");
  const [first, last] = [Number(from), Number(to)];
  if (form !== other || Number.isNaN(first) || Number.isNaN(last)) return [];
  const steps = Math.abs(last - first);
  return Array.from({ length: steps + 1 }, (_, index) => `${form}@${first + Math.sign(last - first) * index}`);
}

/**
 * Whether the figures of a measure go on from one version to another, by what is given to judge it.
 *
 * A pair that is listed is what the list says. One that is not is the same where its published words are, in both
 * languages and every manner, with the same answers to choose from. Else the versions between are walked through; where
 * they give no way either, it is a break.
 */
export const comparabilityBy =
  (versions: Versions) =>
  (measure: string, earlier: string, later: string): Comparability => {
    if (earlier === later) return SAME;
    const direct = step(measure, earlier, later, versions);
    const isTold = versions.pairs.some(
      (pair) =>
        pair.measure === measure && [pair.earlier, pair.later].toSorted().join() === [earlier, later].toSorted().join(),
    );
    if (isTold || direct.state !== "break") return direct;
    const way = wayBetween(earlier, later);
    if (way.length < 3) return BREAK;
    return way
      .slice(1)
      .map((next, index) => step(measure, way[index] ?? "", next, versions))
      .reduce(joined);
  };

/** surveys/report/v1.json is report@1, surveys/closure/officer-v1.json closure-officer@1. */
const idOfFile = (file: string) =>
  file.replace(
    /^surveys\/([a-z-]+)\/(?:([a-z]+)-)?v(\d+)\.json$/,
    (_, form: string, by: string | undefined, n: string) => (by === undefined ? `${form}@${n}` : `${form}-${by}@${n}`),
  );

/** Whether the figures of a measure go on from one version (`report@1`) to another, by what is published. */
export const comparability = comparabilityBy({
  instruments,
  published: new Set(Object.keys(published).map(idOfFile)),
  pairs: comparedPairs,
});
