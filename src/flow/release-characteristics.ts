import { type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import type { Quarter } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import { characteristicMeasures, characteristicName } from "../results/characteristics.ts";
import { type Contributors, discreteGaussian, type Hmac, noiseFor, nobody, RECORD_KEYS } from "../statistics/noise.ts";
import type { Cell } from "../statistics/perturb.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readCharacteristics } from "../store/responses/microdata.ts";
import { type Building, writeTables } from "../store/responses/releases.ts";
import { hmacOf, row } from "./release-tables.ts";

const { variance, truncation } = methodology.disclosure.noise.associations;
const associationNoise = discreteGaussian(variance, truncation);

/** Who answered well, and who did not. */
type Answered = { readonly good: Contributors; readonly other: Contributors };

const together = (one: Contributors, two: Contributors): Contributors => ({
  n: one.n + two.n,
  key: (one.key + two.key) % RECORD_KEYS,
});

/**
 * One stage's answers by stored measure.
 *
 * @throws Error for a category or an item that no survey has: better no release than a wrong one.
 */
async function answeredAt({ responses }: HasResponses, period: Quarter, stage: Stage) {
  const found = new Map<string, Answered>(
    characteristicMeasures.map((name) => [name, { good: nobody, other: nobody }]),
  );
  for (const counted of await readCharacteristics(responses, { period, stage })) {
    const { attribute, category, measure, positive, n, rkey } = counted;
    const name = characteristicName(attribute, category, measure);
    const known = found.get(name);
    if (known === undefined) throw new Error("a profile record has a category or an item that no survey has");
    found.set(name, { ...known, [positive === 1 ? "good" : "other"]: { n, key: rkey } });
  }
  return found;
}

async function cellFor(hmac: Hmac, stage: Stage, name: string, { good, other }: Answered): Promise<Cell> {
  const base = together(good, other);
  // With the stage, so that two stages at which nobody answered have draws of their own (docs/decisions/0041).
  const noisy = async (side: string, numerator: Contributors) =>
    numerator.n + (await noiseFor(hmac, { measure: `q:${name}:${stage}:${side}`, base, numerator }, associationNoise));
  const [P, Q] = [await noisy("pos", good), await noisy("neg", other)];
  return [[stage], P + Q, P, Q];
}

/**
 * The core by what people told of themselves, by stage for the nation alone (decisions.md 17). One answer is in a table for
 * each characteristic that somebody told, and each table tells a characteristic: so each count has four times the noise of
 * another. There is no table over all stages, for it is a sum of these (docs/decisions/0046).
 */
export async function writeCharacteristics(engine: HasResponses & HasKeys, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const cells = new Map<string, readonly Cell[]>();
  for (const stage of stages) {
    for (const [name, answered] of await answeredAt(engine, period, stage)) {
      cells.set(name, [...(cells.get(name) ?? []), await cellFor(hmac, stage, name, answered)]);
    }
  }
  await writeTables(
    engine.responses,
    id,
    [...cells].map(([name, of]) => row(["stage"], name, of)),
  );
}
