import areasFile from "../../surveys/areas.json" with { type: "json" };
import {
  type ages,
  agencies,
  type Mode,
  offences,
  type sexes,
  type Stage,
  stages,
} from "../../src/domain/dimension.ts";
import { attributes } from "../../src/instrument/profile.ts";
import { measures, scaleOf } from "../../src/instrument/registry.ts";
import { type Item, itemOf } from "../../src/statistics/item.ts";
import { normal, pick, type Stream, streamOf, whole } from "../chance.ts";

/** Somebody who answered, as the engine keeps a response: the truth that a release must not give away. */
export type Person = {
  readonly stage: Stage;
  readonly area: string;
  readonly offence: string;
  readonly age: string;
  readonly sex: string;
  /** Code by measure. */
  readonly items: Readonly<Record<string, string>>;
  /** 40 bits. */
  readonly rkey: number;
};

/** Every question of the stages' surveys, as a release counts it; the survey published apart is not made up. */
export const items: readonly Item[] = measures
  .filter(({ module }) => module === undefined)
  .map((measure) => itemOf(measure, scaleOf(measure.scale)))
  .filter((item) => item.stages.length > 0);

export const areaCodes: readonly string[] = areasFile.areas.map(({ code }) => code);

const rotating = ["C4", "C7", "C8"] as const;

/** Whom a victim has met by a stage, three at most. */
const met: { readonly [S in Stage]: readonly string[] } = {
  "report": ["POL", "SUP"],
  "charge": ["POL", "CPS", "WCU"],
  "trial": ["CPS", "HMCTS", "WCU"],
  "post-conviction": ["POL", "PROB", "SUP"],
};

/** The questions that one person is asked: core, one of the rotating, each agency met, and the stage's own. */
function askedOf(next: Stream, stage: Stage): readonly Item[] {
  const drawn = rotating[whole(next, 0, rotating.length - 1)];
  return items.filter(({ id, stages: asked }) => {
    if (!asked.includes(stage)) return false;
    if (rotating.some((one) => one === id)) return id === drawn;
    const agency = agencies.find((one) => id.endsWith(`.${one}`));
    return agency === undefined || met[stage].includes(agency);
  });
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** An answer by a person's bent: positive or negative by a logistic law, then one of the codes of that kind. */
function answerOf(next: Stream, item: Item, bent: number): string | null {
  if (next() < 0.05) return null;
  if (next() < 0.03) return item.codes.at(-2) ?? null;
  const kind = next() < logistic(bent) ? item.positive : item.negative;
  return item.codes[kind[whole(next, 0, kind.length - 1)] ?? -1] ?? null;
}

export const offenceShares = {
  "violence": 30,
  "sexual": 8,
  "burglary": 12,
  "vehicle": 10,
  "robbery": 6,
  "theft": 18,
  "criminal-damage": 10,
  "other": 6,
} satisfies { readonly [code in (typeof offences)[number]]: number };

export const ageShares = { "16-24": 18, "25-44": 40, "45-64": 29, "65-plus": 13 } satisfies {
  readonly [code in (typeof ages)[number]]: number;
};

export const sexShares = { female: 57, male: 43 } satisfies { readonly [code in (typeof sexes)[number]]: number };

/** The largest area is seven times the smallest. */
const areaShares = Object.fromEntries(areaCodes.map((code, at) => [code, 1 + (6 * ((at * 17) % 43)) / 42]));

/** A survey of victims: outcomes by area, stage, offence and age, and a bent of each person's own. */
export function makePeople(seed: string, size: number): readonly Person[] {
  const next = streamOf(seed, `people|${size}`);
  const effects = new Map<string, number>();
  const effect = (name: string, spread: number) => {
    const known = effects.get(name) ?? spread * normal(streamOf(seed, name));
    effects.set(name, known);
    return known;
  };
  return Array.from({ length: size }, () => {
    const stage = stages[whole(next, 0, stages.length - 1)] ?? "report";
    const area = pick(next, areaShares);
    const offence = pick(next, offenceShares);
    const age = pick(next, ageShares);
    const sex = pick(next, sexShares);
    const bent = effect(area, 0.35) + effect(stage, 0.3) + effect(offence, 0.4) + effect(age, 0.2) + normal(next);
    const answers = askedOf(next, stage).flatMap((item) => {
      const code = answerOf(next, item, bent + effect(item.id, 0.4));
      return code === null ? [] : [[item.id, code] as const];
    });
    return { stage, area, offence, age, sex, items: Object.fromEntries(answers), rkey: recordKey(next) };
  });
}

const recordKey = (next: Stream) => whole(next, 0, 2 ** 20 - 1) * 2 ** 20 + whole(next, 0, 2 ** 20 - 1);

/** How somebody answered: most on the web, some by telephone or with an adviser; none by text, which counts apart. */
export function modeOf({ rkey }: Pick<Person, "rkey">): Mode {
  const place = rkey % 10;
  if (place < 7) return "web";
  return place < 9 ? "telephone" : "adviser";
}

/** What somebody told of themselves, by characteristic: who has which is chance, and everybody tells all. */
export const characteristicsOf = ({ rkey }: Pick<Person, "rkey">): readonly (readonly [id: string, code: string])[] =>
  attributes.map(({ id, categories }, at) => {
    const place = Math.floor(rkey / 10 ** (at + 1)) % categories.length;
    return [id, categories[place]?.code ?? ""] as const;
  });

/**
 * The same people, moved so that many published cells differ by one person from the cell that they are part of: at each
 * stage an area has one kind of offence but for one victim, one sex but for one, and one age but for one.
 */
export function makeNeighbours(seed: string, size: number): readonly Person[] {
  const seen = new Map<string, number>();
  return makePeople(seed, size).map((person) => {
    const place = `${person.area}|${person.stage}`;
    const at = seen.get(place) ?? 0;
    seen.set(place, at + 1);
    const kind = areaCodes.indexOf(person.area) + stages.indexOf(person.stage);
    return {
      ...person,
      offence: offences[(kind + (at === 0 ? 1 : 0)) % offences.length] ?? person.offence,
      sex: at === 1 ? "male" : "female",
      age: at === 2 ? "65-plus" : "25-44",
    };
  });
}

/** People who are made up by an insider, all in one place and with the best of answers. */
export function makeFakes(seed: string, count: number): readonly Person[] {
  const next = streamOf(seed, "fakes");
  return Array.from({ length: count }, () => {
    const of = items.filter(({ stages: asked, id }) => asked.includes("report") && !id.includes("."));
    const best = of.map(({ id, codes, positive }) => [id, codes[positive[0] ?? 0] ?? ""] as const);
    return {
      stage: "report",
      area: areaCodes[0] ?? "",
      offence: "violence",
      age: "25-44",
      sex: "female",
      items: Object.fromEntries(best),
      rkey: recordKey(next),
    };
  });
}
