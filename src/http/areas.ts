import { areaMeasures } from "../results/area.ts";
import type { Area } from "../results/codelist.ts";
import { type ScaledMeasure, surveyMeasures } from "../results/measures.ts";
import { sideBySide } from "../results/rolling.ts";
import { heldBack, LADDER_TABLES, type ProfileSources, type Year } from "../results/small-area.ts";
import type { CellsOf, ReleaseHead } from "../results/table.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readCells } from "./released.ts";
import { quartersTo } from "./windows.ts";

/** What an area's profile is of: everything that the area's page shows by stage. */
export const profileMeasures = areaMeasures(surveyMeasures);

const readingsOf = (measures: readonly ScaledMeasure[]) =>
  LADDER_TABLES.map((table) => ({ table, measures: measures.map(({ id }) => id) }));

type Quarters = Awaited<ReturnType<typeof quartersTo>>;

/** Reads four quarters side by side. @param known Cells that are read already, by release. */
export async function readYear(
  engine: HasResponses,
  { window, releases, isSame }: Quarters,
  measures: readonly ScaledMeasure[] = profileMeasures,
  known: ReadonlyMap<string, CellsOf> = new Map(),
): Promise<Year> {
  const readings = readingsOf(measures);
  const cells = await Promise.all(
    releases.map(async ({ id }) => known.get(id) ?? (await readCells(engine, id, readings))),
  );
  return { cellsOf: sideBySide(cells), window, isSame };
}

/** What is read already of a release, and of others by their ids. */
type Read = {
  readonly release: ReleaseHead;
  readonly cellsOf: CellsOf;
  readonly known?: ReadonlyMap<string, CellsOf>;
  /** Asked for where they are needed, if they are not known. */
  readonly quarters?: Quarters;
};

/**
 * Where an area's profile is looked for: in the release's quarter, and in four of them, read only of the questions that
 * the quarter holds figures back of, and only where there are further ones.
 */
export async function profileSources(
  engine: HasResponses,
  area: Area,
  { release, cellsOf, known, quarters }: Read,
): Promise<ProfileSources> {
  const alone = { quarter: cellsOf, year: null };
  const held = heldBack(area, profileMeasures, cellsOf);
  if (held.length === 0) return alone;
  const all = quarters ?? (await quartersTo(engine, release));
  if (all.releases.length < 2) return alone;
  return { ...alone, year: await readYear(engine, all, held, new Map(known).set(release.id, cellsOf)) };
}

/** The quarter alone, for `profileSources`. */
export const readQuarter = async (engine: HasResponses, release: ReleaseHead) =>
  await readCells(engine, release.id, readingsOf(profileMeasures));
