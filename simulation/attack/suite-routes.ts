import type { Ask } from "./api.ts";
import type { AttackRow } from "./attack.ts";
import { type Channel, sideChannels, trendDoor } from "./channels.ts";
import type { Score } from "./differencing.ts";
import { hostileEverywhere } from "./names.ts";
import type { ReleasedNation } from "./nation.ts";
import { again } from "./repeats.ts";
import { apiRoutes, kindOf, publicAddresses } from "./routes.ts";
import { agreement, sameAgain } from "./routes-same.ts";
import { atMost, type Effort, notTried, three } from "./rows.ts";

// Rows on every address that shows results to anybody, taken from the app itself.

const say = (text: string) => process.stderr.write(`${text}\n`);

const PUBLIC = "the public API and pages, no key";

/** A row of what may not be at all; what failed is said. */
function none(id: string, attack: string, { failed = [], ...score }: Score & { readonly failed?: readonly string[] }) {
  for (const name of failed.slice(0, 20)) say(`${id}: ${name}`);
  return atMost([id, attack, PUBLIC], score, 0, 0);
}

/** Every public address of a release, and its pages. */
export type Routes = Awaited<ReturnType<typeof publicAddresses>>;

export const routesOf = ({ ask, period }: ReleasedNation, { routes }: Effort): Promise<Routes> =>
  publicAddresses(ask, period, routes.ofAKind);

/** A5 of every route, and figures by two routes. */
export async function everyRoute(
  nation: ReleasedNation,
  all: Routes,
  { routes }: Effort,
): Promise<readonly AttackRow[]> {
  const { ask, period } = nation;
  const isTried = (_: unknown, at: number) => at % routes.every === 0;
  const some = all.addresses.filter(isTried);
  const { bodies, ...same } = await sameAgain(ask, period, some);
  const twins = await agreement(ask, period, { addresses: some, pages: all.pages.filter(isTried) });
  await nation.restart();
  const cold = await again(ask, bodies);
  const count = `${all.addresses.length} addresses of tables, comparisons, trends, journeys, drivers, modes, rights, closure, comments, quality, profiles, and pages`;
  return [
    none("A5 routes", `${count}: asked again, turned, in Welsh, as latest, by others (share that differ)`, same),
    none("A5 routes cold", "the same addresses after a restart (share that differ)", cold),
    none(
      "A5 twins",
      "one figure by two routes: JSON and CSV, comparison, trend, year and table, page and file (share that differ)",
      twins,
    ),
  ];
}

/** A12 of every route. */
export async function hostileRoutes(
  { ask, period }: ReleasedNation,
  { pages, addresses }: Routes,
  { routes }: Effort,
): Promise<readonly AttackRow[]> {
  // One page of a kind: another area's takes the same words.
  const found = await hostileEverywhere(ask, period, {
    routes: await apiRoutes(ask),
    addresses: addresses.filter((_, at) => at % routes.every === 0),
    pages: [...new Map(pages.map((page) => [kindOf(page.address), page])).values()],
    isTried: (at) => at % routes.every === 0,
  });
  return [
    none(
      "A12 routes",
      "hostile, unknown and empty names at every route of the API's description, every field and link of a page: answered, echoed but in a page's link to itself, or breaking it (share)",
      found,
    ),
  ];
}

/** The error by chance from which on a correlation says nothing. */
const TOO_FEW = 0.2;

/**
 * The row of a side channel. Lengths and orders are the same or are not; times and tags go with numbers by chance as well,
 * as far as few looks let them, and few figures: there are no more trends than there are. That is granted from where it
 * matters.
 */
export function channelRow(id: string, what: string, { name, trials, addresses, r, error }: Channel): AttackRow {
  const isOfChance = name === "response time" || name === "ETag";
  const most = isOfChance && error >= 0.01 ? 0.02 + 3 * error : 0.02;
  const named = [
    id,
    `${name} of ${what} that are not shown (${addresses} of them), against how many are in them: |r| (its error by chance ${three(error)})`,
    PUBLIC,
  ] as const;
  if (error > TOO_FEW) return notTried(named, trials);
  return atMost(named, { trials, success: Math.abs(r) }, most, 0);
}

/** A11 of trends, their files and their pages: the other route that a single figure may be asked for by. */
export async function trendChannels(
  { ask, period }: { readonly ask: Ask; readonly period: string },
  truthOf: (key: string) => number,
  effort: Effort,
): Promise<readonly AttackRow[]> {
  const found = await sideChannels({ ask, release: period }, truthOf, effort.looks, trendDoor(effort.breadth));
  return found.map((channel) => channelRow("A11 trends", "figures of trends", channel));
}

/** What an insider looks at: every address of a release, but those that later quarters are a part of by what they say. */
export const lasting = ({ addresses }: Routes, release: string, { routes }: Effort): readonly string[] =>
  addresses.filter((address, at) => at % routes.every === 0 && address.includes(`/${release}/`));
