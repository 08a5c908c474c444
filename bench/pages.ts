import { startBaseline } from "./baseline.ts";
import { type BenchEngine, registerForce, startBenchEngine } from "./engine.ts";
import { batchOf } from "./events.ts";
import { fillForm } from "./forms.ts";
import { type Call, type Client, connect, medianOf, pace, spread } from "./load.ts";

const CLIENTS = 8;
const ROUNDS = 5;
const CALLS = 400;
const SUBMITS = 80;

/** More invitations than submissions: a round of warming up, and each link is good for one. */
const VICTIMS = (ROUNDS + 1) * SUBMITS;

/** Six weeks after the reports, when their surveys are due; a Tuesday morning. */
const REPORTED = "2025-10-29T09:00:00Z";
const RECEIVED = "2025-11-01T09:00:00Z";
const DUE = "2025-12-12T09:30:00Z";

const FORM = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

/** One started survey: the cookie that carries it, the page it stands on, and its one-page form, filled in. */
type Started = { readonly cookie: string; readonly question: string; readonly submit: Call };

/**
 * Pages a second with eight clients beside an empty Hono route, and final submissions beside a route that inserts one
 * row: both baselines in a worker of their own, run in the same way, in turns with the engine.
 */
export async function benchPages(): Promise<string> {
  const [engine, baseline] = [await startBenchEngine(), await startBaseline()];
  const empty = connect(baseline.origin, CLIENTS);
  try {
    const links = await inviteVictims(engine);
    const started: Started[] = [];
    for (const link of links) started.push(await start(engine.client, link));
    return await compare(engine.client, empty, links, started);
  } finally {
    empty.close();
    await baseline.stop();
    await engine.stop();
    engine.remove();
  }
}

async function inviteVictims(engine: BenchEngine): Promise<readonly string[]> {
  const key = await registerForce(engine, "45");
  await engine.moveClock(RECEIVED);
  const headers = { "content-type": "application/cloudevents-batch+json", "authorization": `Bearer ${key}` };
  const answer = await engine.client.call({
    method: "POST",
    path: "/v1/milestones",
    headers,
    body: batchOf(0, VICTIMS, REPORTED),
  });
  if (answer.status >= 300) throw new Error(`POST /v1/milestones: ${answer.status} ${answer.body.slice(0, 300)}`);
  await engine.moveClock(DUE);
  for (let tries = 0; tries < 300; tries++) {
    const outbox = JSON.parse((await engine.ask("GET", `/development/outbox.json?limit=${VICTIMS}`)).body) as readonly {
      body: string;
    }[];
    const links = outbox.flatMap(({ body }) => /\/s\/[\w-]{22}/.exec(body)?.[0] ?? []);
    if (links.length >= VICTIMS) return links;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Fewer than ${VICTIMS} invitations went out within a minute`);
}

/** Opens a link, says that it is safe to answer, and fetches the one-page form. */
async function start(client: Client, link: string): Promise<Started> {
  const page = await client.call({ method: "GET", path: link });
  const begin = fillForm(page.body, link, "begin");
  const begun = await client.call({ method: "POST", path: begin.action, headers: FORM, body: begin.body });
  const cookie = [begun.headers["set-cookie"] ?? []]
    .flat()
    .map((set) => set.split(";")[0])
    .join("; ");
  const question = begun.headers["location"];
  if (typeof question !== "string" || cookie === "")
    throw new Error(`POST ${begin.action}: ${begun.status}, with no survey begun`);
  const all = await client.call({ method: "GET", path: "/feedback/all", headers: { cookie } });
  const { action, body } = fillForm(all.body, "/feedback/all");
  return { cookie, question, submit: { method: "POST", path: action, headers: { ...FORM, cookie }, body } };
}

/** Rates of a thing and its baseline, in turns, so that both meet the same machine. */
async function inTurns(thing: () => Promise<number>, baseline: () => Promise<number>, warmUp: () => Promise<unknown>) {
  await warmUp();
  await baseline();
  const rates: { readonly thing: number[]; readonly baseline: number[] } = { thing: [], baseline: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.thing.push(await thing());
    rates.baseline.push(await baseline());
  }
  return rates;
}

async function compare(
  engine: Client,
  empty: Client,
  links: readonly string[],
  started: readonly Started[],
): Promise<string> {
  const [first] = started;
  if (!first) throw new Error("No survey could be begun");
  const repeat = (call: Call) => Array.from({ length: CALLS }, () => call);
  const rate = async (client: Client, calls: readonly Call[], expected: readonly number[]) =>
    (await pace(client, calls, CLIENTS, expected)).rate;
  const form = fillForm(
    (await engine.call({ method: "GET", path: first.question, headers: { cookie: first.cookie } })).body,
    first.question,
  );

  const shown: readonly (readonly [string, Call])[] = [
    ["start page, GET", { method: "GET", path: links[0] ?? "" }],
    ["question, GET", { method: "GET", path: first.question, headers: { cookie: first.cookie } }],
  ];
  const lines = [`pages: ${CLIENTS} clients, ${ROUNDS} rounds of ${CALLS} calls; ${SUBMITS} submissions a round`];
  const idle = async () => await rate(empty, repeat({ method: "GET", path: "/empty" }), [200]);
  for (const [name, call] of shown) {
    const page = async () => await rate(engine, repeat(call), [200]);
    lines.push(line(name, await inTurns(page, idle, page), "empty Hono route"));
  }

  const insert = async () =>
    await rate(empty, repeat({ method: "POST", path: "/row", body: first.submit.body ?? "" }), [204]);
  const answer: Call = {
    method: "POST",
    path: form.action,
    headers: { ...FORM, cookie: first.cookie },
    body: form.body,
  };
  const keep = async () => await rate(engine, repeat(answer), [303]);
  lines.push(line("question, POST", await inTurns(keep, insert, keep), "one-row D1 insert"));

  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) =>
    started.slice(round * SUBMITS, (round + 1) * SUBMITS),
  ).values();
  const submit = async () =>
    await rate(
      engine,
      (rounds.next().value ?? []).map((survey) => survey.submit),
      [302, 303],
    );
  lines.push(line("final submission", await inTurns(submit, insert, submit), "one-row D1 insert"));
  return lines.join("\n");
}

const line = (
  name: string,
  rates: { readonly thing: readonly number[]; readonly baseline: readonly number[] },
  beside: string,
) =>
  `  ${name.padEnd(18)} ${spread(rates.thing)}/s   ${beside} ${spread(rates.baseline)}/s   ratio ${(medianOf(rates.thing) / medianOf(rates.baseline)).toFixed(2)}`;
