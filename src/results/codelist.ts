import areaList from "../../surveys/areas.json" with { type: "json" };
import { NOT_STATED } from "../domain/dimension.ts";
import type { Localised } from "../kernel/locale.ts";
import { codesOf as storedCodes, type Dimension, dimensions } from "../statistics/lattice.ts";

/** What a reader may cut by: the dimensions, and the coarser levels of area, which are sums of areas. */
export const levels = ["nation", "region", ...dimensions] as const;
export type Level = (typeof levels)[number];

export const isLevel = (text: string): text is Level => levels.some((level) => level === text);

/** The stored dimension that a level is made of: a region is a sum of areas. */
export const dimensionOf = (level: Level): Dimension => (level === "nation" || level === "region" ? "area" : level);

/** A police area of England and Wales, with the force's two-digit code. */
export type Area = {
  readonly code: string;
  readonly force: string;
  readonly name: Localised;
  readonly region: Localised;
  readonly nation: string;
};

export const areas: readonly Area[] = areaList.areas;

const areaByCode = new Map(areas.map((area) => [area.code, area]));

export const areaOf = (code: string): Area | undefined => areaByCode.get(code);

/** A region's code is its English name in lower case with hyphens: `east-of-england`. */
export const regionCode = (area: Area) => area.region.en.toLowerCase().replaceAll(/[^a-z]+/g, "-");

const regions: ReadonlyMap<string, Localised> = new Map(areas.map((area) => [regionCode(area), area.region]));

export const regionName = (code: string): Localised | undefined => regions.get(code);

const codes: { readonly [L in Level]: readonly string[] } = {
  nation: [...new Set(areas.map(({ nation }) => nation)), NOT_STATED],
  region: [...regions.keys(), NOT_STATED],
  ...storedCodes,
};

/** Every code of a level, in the order in which tables list them; what was not stated comes last. */
export const codesOf = (level: Level): readonly string[] => codes[level];

/** The codes of the stored dimension that a code stands for: itself, or the areas of a region or a nation. */
export function membersOf(level: Level, code: string): readonly string[] {
  if (level === "region" && code !== NOT_STATED) {
    return areas.filter((area) => regionCode(area) === code).map((area) => area.code);
  }
  if (level === "nation" && code !== NOT_STATED) {
    return areas.filter(({ nation }) => nation === code).map((area) => area.code);
  }
  return [code];
}

/** Codes of the Office for National Statistics for what is not a police area. */
const gss: ReadonlyMap<string, string> = new Map([
  ["england", "E92000001"],
  ["wales", "W92000004"],
  ["north-east", "E12000001"],
  ["north-west", "E12000002"],
  ["yorkshire-and-the-humber", "E12000003"],
  ["east-midlands", "E12000004"],
  ["west-midlands", "E12000005"],
  ["east-of-england", "E12000006"],
  ["london", "E12000007"],
  ["south-east", "E12000008"],
  ["south-west", "E12000009"],
]);

/** England and Wales together. */
export const ENGLAND_AND_WALES = "K04000001";

/** The code under which other statistics know a place; a police area's code is one already. */
export const gssCode = (code: string) => gss.get(code) ?? code;
