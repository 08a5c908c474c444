import type { ComparedPair } from "../comparability.ts";
import { type Check, repeated } from "./surveys.ts";

const FILE = "surveys/methodology/comparability.json";

const numberOf = (id: string) => Number(id.split("@")[1]);
const formOf = (id: string) => id.split("@")[0] ?? "";

/** What is said of two versions of a survey is said once, of versions that there are, of figures that both ask. */
export const versionsKnown: Check = ({ files, pairs }) => {
  const place = ({ measure, earlier, later }: ComparedPair) => `${FILE}, ${measure} from ${earlier} to ${later}`;
  const asks = (id: string, measure: string) =>
    files.some(
      ({ instrument }) => instrument.id === id && instrument.questions.some((question) => question.measure === measure),
    );
  return [
    ...repeated(pairs.map(place)).map((where) => `${where}: this stands there twice.`),
    ...pairs.flatMap((pair) => {
      const { earlier, later, measure } = pair;
      const isBackward = formOf(earlier) !== formOf(later) || numberOf(earlier) >= numberOf(later);
      if (isBackward) return [`${place(pair)}: name two versions of one survey, the earlier one first.`];
      return [earlier, later]
        .filter((id) => !asks(id, measure))
        .map((id) => `${place(pair)}: no survey ${id} asks ${measure}.`);
    }),
  ];
};
