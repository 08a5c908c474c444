import * as v from "valibot";
import areaFile from "../../surveys/areas.json" with { type: "json" };
import file from "../../surveys/support.json" with { type: "json" };
import { localised } from "./definition.ts";

const needIds = file.needs.map(({ id }) => id);
const areaCodes = areaFile.areas.map(({ code }) => code);

const lineSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    /** A telephone number of the United Kingdom, with spaces: three digits, 116 and three more, or from 0 on. */
    number: v.optional(v.pipe(v.string(), v.regex(/^(?=(?:\D*\d){3,11}$)(999|101|116 \d{3}|0\d[\d ]+\d)$/))),
    /** What to press once connected. */
    press: v.optional(v.string()),
    web: v.optional(v.pipe(v.string(), v.url(), v.startsWith("https://"))),
    /** Whether it may stand on a page that must not say what it is about. */
    neutral: v.boolean(),
    /** Whether it is listed for everybody, wherever they are and whatever they need. */
    always: v.optional(v.boolean(), false),
    /** Needs that it serves; none for a service for every victim of its areas. */
    needs: v.optional(v.array(v.picklist(needIds)), []),
    /** Where it serves: one of the two nations, or police areas; everywhere when neither is told. */
    nation: v.optional(v.picklist(["england", "wales"])),
    areas: v.optional(v.pipe(v.array(v.picklist(areaCodes)), v.nonEmpty())),
    name: localised,
    what: localised,
  }),
  v.check(({ number, web }) => number !== undefined || web !== undefined, "A service has a number or a web address"),
);

const supportSchema = v.strictObject({
  version: v.number(),
  source: v.string(),
  needs: v.array(v.strictObject({ id: v.string(), name: localised })),
  lines: v.array(lineSchema),
});

const directory = v.parse(supportSchema, file);

export type SupportLine = v.InferOutput<typeof lineSchema>;

/** Where to find help (surveys/support.json). */
export const supportLines: readonly SupportLine[] = directory.lines;

/** What somebody may look for help with. */
export const supportNeeds = directory.needs;

/** Where somebody is and what for they look for help, as far as they have said. */
export type Seeking = { readonly area: string | null; readonly need: string | null };

const nationOf = (area: string | null) => areaFile.areas.find(({ code }) => code === area)?.nation ?? null;

/** Whether a service is there for an area. One for a nation is shown also to somebody whose area is not known. */
function serves({ areas, nation }: SupportLine, area: string | null): boolean {
  if (areas !== undefined) return area !== null && areas.includes(area);
  return nation === undefined || area === null || nationOf(area) === nation;
}

/** The services for somebody: first those of their area, then those for their need, then those for everybody. */
export function supportFor({ area, need }: Seeking) {
  const there = supportLines.filter((line) => serves(line, area));
  const local = there.filter(({ areas, needs }) => areas !== undefined && needs.every((each) => each === need));
  const forNeed = there.filter(({ areas, needs }) => areas === undefined && need !== null && needs.includes(need));
  const general = there.filter((line) => line.always && !forNeed.includes(line));
  return { local, forNeed, general };
}
