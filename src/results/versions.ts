import { type Comparability, comparability } from "./comparability.ts";
import { instrumentsAsking } from "./measures.ts";

/** Which instruments a release holds: `report@1`. Null of one that was made before releases said so. */
export type Held = readonly string[] | null;

/** The survey that an instrument is a version of. */
const formOf = (id: string) => id.slice(0, id.indexOf("@"));

/**
 * Whether a measure's figures go on from one release to another, by the versions of the surveys that each holds.
 *
 * A release in which two versions met is told apart only where both are the same: no shift is true of a mixture.
 *
 * @param stage Null for all stages together.
 */
export function linkBetween(
  measure: string,
  stage: string | null,
  { earlier, later }: { readonly earlier: Held; readonly later: Held },
  judge: typeof comparability = comparability,
): Comparability {
  const asking = new Set(instrumentsAsking(measure, null).map(formOf));
  const isMeant = (id: string) => asking.has(formOf(id)) && (stage === null || formOf(id) === stage);
  const links = (earlier ?? [])
    .filter(isMeant)
    .flatMap((from) => (later ?? []).filter((to) => formOf(to) === formOf(from)).map((to) => judge(measure, from, to)));
  const [first] = links;
  if (first === undefined || links.every(({ state }) => state === "same")) return { state: "same" };
  return links.length === 1 ? first : { state: "break" };
}
