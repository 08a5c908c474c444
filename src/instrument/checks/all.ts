import { versionsKnown } from "./comparability.ts";
import { ceilingHeld, coreSame, measuredOnce } from "./core.ts";
import { answersKeptApart, measuresAgree, measuresAsked, rightsKnown, scalesSound } from "./measures.ts";
import { figuresApart, modulesStandApart } from "./modules.ts";
import { publishedUnchanged, unpublished, welshAwaited } from "./published.ts";
import { recordingsSaySo } from "./recordings.ts";
import { answersOffered, codesUnique, drawsDeclared, filesNamed, reachable, routesBackward } from "./routing.ts";
import type { Check, Surveys } from "./surveys.ts";
import { bereavedSpared, carersAsked, easyReadMissing, easyReadWhole, wordsOnly } from "./variants.ts";
import { textsFit, textsFitOnePart, textsReveal, translated } from "./words.ts";

/** What must hold, in the order in which it is told: sense first, words last. */
const rules: readonly Check[] = [
  filesNamed,
  codesUnique,
  answersOffered,
  routesBackward,
  drawsDeclared,
  reachable,
  ceilingHeld,
  measuredOnce,
  coreSame,
  modulesStandApart,
  figuresApart,
  measuresAgree,
  measuresAsked,
  scalesSound,
  rightsKnown,
  answersKeptApart,
  versionsKnown,
  wordsOnly,
  carersAsked,
  bereavedSpared,
  easyReadWhole,
  translated,
  recordingsSaySo,
  textsFit,
  textsReveal,
];

const advice: readonly Check[] = [easyReadMissing, textsFitOnePart, unpublished, welshAwaited];

/** All that is wrong with the surveys, and all that could be better. `hashOf` gives a text's SHA-256 in hexadecimal. */
export function checkSurveys(surveys: Surveys, hashOf: (text: string) => string) {
  return {
    faults: [...rules, publishedUnchanged(hashOf)].flatMap((check) => check(surveys)),
    advice: advice.flatMap((check) => check(surveys)),
  };
}
