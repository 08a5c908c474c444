import * as v from "valibot";
import chargeV1 from "../../surveys/charge/v1.json" with { type: "json" };
import closureOfficerV1 from "../../surveys/closure/officer-v1.json" with { type: "json" };
import closureVictimV1 from "../../surveys/closure/victim-v1.json" with { type: "json" };
import measuresFile from "../../surveys/measures.json" with { type: "json" };
import postConvictionV1 from "../../surveys/post-conviction/v1.json" with { type: "json" };
import reportV1 from "../../surveys/report/v1.json" with { type: "json" };
import rightsFile from "../../surveys/rights.json" with { type: "json" };
import sexualOffenceV1 from "../../surveys/sexual-offence/v1.json" with { type: "json" };
import trialV1 from "../../surveys/trial/v1.json" with { type: "json" };
import type { Form, Module } from "../domain/dimension.ts";
import type { Localised } from "../kernel/locale.ts";
import { type Instrument, instrumentSchema, type Question } from "./definition.ts";
import { type Measure, measuresSchema, type Right, rightsSchema, type Scale } from "./measure.ts";

/** Every instrument in use, newest version of a form last. A new version is one import and one line here. */
const files: readonly unknown[] = [
  reportV1,
  chargeV1,
  trialV1,
  postConvictionV1,
  closureOfficerV1,
  closureVictimV1,
  sexualOffenceV1,
];

const filled = (text: Localised, period: Localised): Localised => ({
  en: text.en.replaceAll("{period}", period.en),
  cy: text.cy.replaceAll("{period}", period.cy),
});

const other = (words: Localised | "same", period: Localised) => (words === "same" ? words : filled(words, period));

const easyFilled = (easy: NonNullable<Question["easy"]>, period: Localised): NonNullable<Question["easy"]> => ({
  ...easy,
  text: filled(easy.text, period),
  ...(easy.bereaved && { bereaved: other(easy.bereaved, period) }),
  ...(easy.carer && { carer: other(easy.carer, period) }),
  ...(easy.hint && { hint: filled(easy.hint, period) }),
});

/** The instrument with the words of its period in place of every `{period}`. */
export function fillPeriod(instrument: Instrument): Instrument {
  const fill = (question: Question): Question => ({
    ...question,
    text: filled(question.text, instrument.period),
    ...(question.warning && { warning: filled(question.warning, instrument.period) }),
    ...(question.bereaved && { bereaved: other(question.bereaved, instrument.period) }),
    ...(question.carer && { carer: other(question.carer, instrument.period) }),
    ...(question.easy && { easy: easyFilled(question.easy, instrument.period) }),
    ...(question.hint && { hint: filled(question.hint, instrument.period) }),
    ...(question.sms && { sms: filled(question.sms, instrument.period) }),
  });
  return { ...instrument, questions: instrument.questions.map(fill) };
}

export const instruments: readonly Instrument[] = files.map((file) => fillPeriod(v.parse(instrumentSchema, file)));

const parsedMeasures = v.parse(measuresSchema, measuresFile);

export const measures: readonly Measure[] = parsedMeasures.measures;

/** Scales by name: S7, E3, YN ... */
export const scalesById: ReadonlyMap<string, Scale> = new Map(Object.entries(parsedMeasures.scales));

/** The twelve rights of the Victims' Code. */
export const rights: readonly Right[] = v.parse(rightsSchema, rightsFile).rights;

const instrumentsById = new Map(instruments.map((instrument) => [instrument.id, instrument]));
const measuresById = new Map(measures.map((measure) => [measure.id, measure]));

function found<T>(map: ReadonlyMap<string, T>, id: string, noun: string): T {
  const thing = map.get(id);
  if (thing === undefined) throw new Error(`there is no ${noun} ${id}`);
  return thing;
}

/** The instrument of an id such as `report@1`. @throws Error when there is none: ids come from our own records. */
export const instrumentOf = (id: string): Instrument => found(instrumentsById, id, "instrument");

/** The measure of an id such as `C1`. @throws Error when there is none. */
export const measureOf = (id: string): Measure => found(measuresById, id, "measure");

/** The scale of a name such as `S7`. @throws Error when there is none. */
export const scaleOf = (id: string): Scale => found(scalesById, id, "scale");

/** The newest version of a survey that stands beside the stages'. @throws Error when there is none. */
export function currentModule(form: Module): Instrument {
  const newest = instruments.findLast((instrument) => instrument.form === form);
  if (newest === undefined) throw new Error(`there is no ${form} survey`);
  return newest;
}

/** The newest version of a form. @throws Error when nobody of that kind fills the form in. */
export function currentInstrument(form: Form, by: "victim" | "officer"): Instrument {
  const newest = instruments.findLast((instrument) => instrument.form === form && instrument.by === by);
  if (newest === undefined) throw new Error(`there is no ${form} form for the ${by}`);
  return newest;
}
