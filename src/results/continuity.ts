import { instrumentOf, instruments } from "../instrument/registry.ts";
import { comparability } from "./comparability.ts";

/** One survey in two versions, the earlier release's and this one's, and which of its figures go on. */
export type Continuity = {
  readonly form: string;
  readonly earlier: string;
  readonly later: string;
  readonly same: readonly string[];
  readonly bridged: readonly string[];
  readonly broken: readonly string[];
};

const formOf = (id: string) => id.replace(/@.*$/, "");

/** How the figures of two releases compare, by the versions of the surveys that each holds. */
export function continuity(earlier: readonly string[], later: readonly string[]): readonly Continuity[] {
  return later.flatMap((id) =>
    earlier
      .filter((before) => formOf(before) === formOf(id) && instruments.some((one) => one.id === id))
      .map((before) => {
        const asked = instrumentOf(id).questions.flatMap(({ measure }) => (measure === undefined ? [] : [measure]));
        const states = [...new Set(asked)].map((measure) => ({
          measure,
          state: comparability(measure, before, id).state,
        }));
        const those = (state: string) => states.filter((one) => one.state === state).map(({ measure }) => measure);
        return {
          form: formOf(id),
          earlier: before,
          later: id,
          same: those("same"),
          bridged: those("bridged"),
          broken: those("break"),
        };
      }),
  );
}
