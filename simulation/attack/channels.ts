import areasFile from "../../surveys/areas.json" with { type: "json" };
import { dimensions } from "../../src/statistics/lattice.ts";
import { streamOf, whole } from "../chance.ts";
import { type Ask, codeList, tablePath } from "./api.ts";
import { areaCodes } from "./people.ts";
import { type Effort, inFull } from "./rows.ts";
import { correlation, mean, ranks } from "./theory.ts";

/** One cell that is not shown, asked for alone: how many are in it, and what could be told from outside. */
type Look = {
  readonly n: number;
  readonly kind: string;
  readonly address: string;
  readonly milliseconds: number;
  readonly tag: number;
  readonly bytes: number;
  readonly headerBytes: number;
  readonly lines: number;
  readonly disorder: number;
};

/** What goes out with an answer but its body. */
const headersOf = (headers: NodeJS.Dict<string | string[]>) =>
  Object.entries(headers).filter(([name]) => !["date", "etag", "content-length"].includes(name));

/** Where rows stand out of the order of the code list. */
function disorderOf(body: string, form: string): number {
  const list = codeList("sex");
  const found = list.map((code) => body.indexOf(form === "csv" ? `sex=${code}` : `"${code}"`)).filter((at) => at >= 0);
  return found.reduce((sum, at, place) => sum + (place > 0 && at < (found[place - 1] ?? 0) ? 1 : 0), 0);
}

/** What the area's name takes of a body: a longer name makes a longer body, and tells nothing. */
function nameBytes(body: string, area: string): number {
  const name = areasFile.areas.find(({ code }) => code === area)?.name.en ?? area;
  return body.length - body.replaceAll(name, "").length;
}

const measures = ["C1", "C3", "C5", "C6"] as const;
const rotating = ["C4", "C7", "C8"] as const;

/** One figure that may be asked for alone: where, how many are in it, and how its not being shown is said. */
type Door = {
  readonly address: string;
  readonly form: string;
  /** Question, area, stage, and offence if it is cut by that. */
  readonly key: string;
  readonly area: string;
  /** What asks the same beside another area: what is compared. */
  readonly kind: string;
  readonly isHidden: (body: string) => boolean;
};

type Draw = () => number;
const one = (draw: Draw, list: readonly string[]): string => list[Math.floor(draw() * list.length)] ?? "";

const isNull = (body: string) => /"value":\[null,null,null,null\]|\[c\],\[c\],\[c\],\[c\]/.test(body);

/** How many questions and stages are looked at: fewer leave more areas to each. */
type Breadth = Effort["breadth"];

/** A cell of area, stage and offence by the tables. */
export const tableDoor = (of: Breadth) => (release: string, draw: Draw) => cellOf(release, draw, of);

function cellOf(release: string, draw: Draw, of: Breadth): Door {
  const [measure, form] = [one(draw, measures.slice(0, of.measures)), one(draw, ["json", "csv", "csv-metadata.json"])];
  const place = [
    one(draw, areaCodes),
    one(draw, codeList("stage").slice(0, of.stages)),
    one(draw, codeList("offence").slice(0, -1)),
  ];
  const [area = "", stage = "", offence = ""] = place;
  return {
    address: tablePath(release, "", form, `measure=${measure}&area=${area}&stage=${stage}&offence=${offence}`),
    form,
    key: [measure, ...place].join("|"),
    area,
    kind: [form, measure, stage, offence].join("|"),
    // Where a base is told the body says it: what is looked for is what it does not say.
    isHidden: (body) => form === "csv-metadata.json" || isNull(body),
  };
}

/** A question of which each is asked a part, of an area at a stage, by the trend, its file and its page. */
export const trendDoor = (of: Breadth) => (release: string, draw: Draw) => trendOf(release, draw, of);

function trendOf(release: string, draw: Draw, of: Breadth): Door {
  const [measure, form] = [one(draw, rotating.slice(0, of.measures)), one(draw, ["json", "csv", "page"])];
  const [area, stage] = [one(draw, areaCodes), one(draw, codeList("stage").slice(0, of.stages))];
  const asked = `measure=${measure}&stage=${stage}&area=${area}`;
  return {
    address: form === "page" ? `/results/${release}/trends?${asked}` : `/v1/trends.${form}?${asked}&until=${release}`,
    form,
    key: [measure, area, stage].join("|"),
    area,
    kind: [form, measure, stage].join("|"),
    // The first line of the page's first table is the area's.
    isHidden: (body) =>
      form === "page" ? /<tbody[^>]*>.*?<\/tr>/s.exec(body)?.[0].includes("%") === false : isNull(body),
  };
}

/** @param truthOf How many answered a question where a door leads. */
async function look(ask: Ask, { address, form, key, area, kind, isHidden }: Door, truthOf: (key: string) => number) {
  const began = performance.now();
  const { status, headers, body } = await ask(address);
  const milliseconds = performance.now() - began;
  if (status !== 200) throw new Error(`a look was answered with ${status}`);
  if (!isHidden(body)) return null;
  const tag = headers["etag"];
  const found: Look = {
    n: truthOf(key),
    kind,
    address,
    milliseconds,
    tag: typeof tag === "string" ? Number.parseInt(tag.slice(1, 9), 16) : 0,
    bytes: Number(headers["content-length"] ?? Buffer.byteLength(body)) - nameBytes(body, area),
    headerBytes: headersOf(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0),
    lines: body.split("\n").length,
    disorder: disorderOf(body, form),
  };
  return found;
}

/** A value less the mean of its kind: questions that differ in the area alone. */
function withinKind(looks: readonly Look[], of: (look: Look) => number): readonly number[] {
  const means = new Map([...Map.groupBy(looks, ({ kind }) => kind)].map(([kind, list]) => [kind, mean(list.map(of))]));
  return looks.map((look) => of(look) - (means.get(look.kind) ?? 0));
}

/** A side channel, and how it goes with the number of people in cells that are not shown. */
export type Channel = {
  readonly name: string;
  readonly trials: number;
  readonly r: number;
  /**
   * What |r| strays to by chance alone: one kind of question has one mean of its own. An answer that is the same each time,
   * as all but its time is, counts once, however often it is looked at: there are only so many figures.
   */
  readonly error: number;
  /** How many addresses were looked at. */
  readonly addresses: number;
};

const channels = {
  "response time": ({ milliseconds }) => milliseconds,
  "ETag": ({ tag }) => tag,
  "Content-Length": ({ bytes }) => bytes,
  "headers": ({ headerBytes }) => headerBytes,
  "row counts": ({ lines }) => lines,
  "row order": ({ disorder }) => disorder,
} satisfies Record<string, (look: Look) => number>;

/** Most draws for each look that is wanted: where nearly all is shown, few are found. What is shown is asked for once. */
const PATIENCE = 50;

/**
 * A11: asks for so many single cells, in an order of chance, and correlates all that comes besides the figures with the
 * true number of those whose figures are not shown, within questions that differ in the area alone.
 */
export async function sideChannels(
  { ask, release }: { readonly ask: Ask; readonly release: string },
  truthOf: (key: string) => number,
  requests: number,
  doorOf: (release: string, draw: Draw) => Door = tableDoor(inFull.breadth),
): Promise<readonly Channel[]> {
  const draw = streamOf("looks", String(requests));
  const looks: Look[] = [];
  for (let at = 0; at < Math.min(100, requests); at++) await look(ask, doorOf(release, draw), truthOf);
  let left = PATIENCE * requests;
  const shown = new Set<string>();
  const work = async () => {
    while (looks.length < requests && left-- > 0) {
      const door = doorOf(release, draw);
      if (shown.has(door.address)) continue;
      const found = await look(ask, door, truthOf);
      if (found === null) shown.add(door.address);
      else looks.push(found);
    }
  };
  await Promise.all([work(), work(), work()]);
  const numbers = withinKind(looks, ({ n }) => n);
  const byAddress = [...new Map(looks.map((one) => [one.address, one])).values()];
  const numberOfKinds = new Set(looks.map(({ kind }) => kind)).size;
  return Object.entries(channels).map(([name, of]) => {
    const values = withinKind(looks, of);
    // A few requests wait for the machine's other work: ranks keep them from deciding.
    const isTime = name === "response time";
    const r = isTime ? correlation(ranks(numbers), ranks(values)) : correlation(numbers, values);
    const free = (isTime ? looks : byAddress).length - numberOfKinds;
    return { name, trials: looks.length, addresses: byAddress.length, r, error: 1 / Math.sqrt(Math.max(1, free)) };
  });
}

/** A11: how many texts a refusal has: one and the same, whatever cell is asked for. */
export async function refusals(
  { ask, release }: { readonly ask: Ask; readonly release: string },
  requests: number,
): Promise<{ readonly trials: number; readonly texts: number }> {
  const draw = streamOf("refusals", String(requests));
  const texts = new Set<string>();
  for (let at = 0; at < requests; at++) {
    const pick = (list: readonly string[]) => list[whole(draw, 0, list.length - 1)] ?? "";
    // All five dimensions: no table has them.
    const filters = dimensions.map((dimension) => [dimension, pick(codeList(dimension))] as const);
    const query = filters.map(([dimension, code]) => `${dimension}=${code}`).join("&");
    const { status, body } = await ask(tablePath(release, "", "json", `measure=C1&${query}`));
    const plain = filters.reduce((text, [, code]) => text.replaceAll(code, "*"), body.replaceAll(/[?&]\S*/g, ""));
    texts.add(`${status} ${plain.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "")}`);
  }
  return { trials: requests, texts: texts.size };
}
