import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { medianOf, spread } from "./load.ts";
import { registerForce, startBenchEngine } from "./engine.ts";

const ROWS = 20_000;
const ROUNDS = 3;
const NOW = Date.parse("2025-11-01T09:00:00Z");

const HEAD = "Kind,When,Offence,Crime,Victim,Email,Safe";
const groups = ["violence", "burglary", "vehicle", "theft", "robbery", "criminal_damage"] as const;

const lineOf = (number: number) =>
  [
    "CRIME",
    "2025-10-29T09:00:00Z",
    groups[number % groups.length],
    `45/${number}/25`,
    `V-${number}`,
    `v${number}@mail.example`,
    "yes",
  ].join(",");

const fileOf = (first: number) =>
  `${[HEAD, ...Array.from({ length: ROWS }, (_, index) => lineOf(first + index))].join("\r\n")}\r\n`;

const mapping = {
  fields: {
    "milestone": { column: "Kind", values: { CRIME: "report.recorded" } },
    "occurredAt": { column: "When" },
    "case.forceCode": { constant: "45" },
    "case.offenceGroup": { column: "Offence" },
    "case.identifiers.crimeReference": { column: "Crime" },
    "victim.victimRef": { column: "Victim" },
    "victim.contact.email": { column: "Email" },
    "victim.contact.safeToContact": { column: "Safe" },
    "victim.contact.safetyAssertedAt": { column: "When" },
    "victim.contact.safetyAssertedBy": { constant: "officer" },
  },
};

type Sent = { readonly method: "POST" | "PUT"; readonly type: string; readonly body: string };

/** Sends a body and gives the text of the answer. */
const send = (url: URL, key: string, { method, type, body }: Sent) =>
  new Promise<string>((resolve, reject) => {
    const headers = {
      "content-type": type,
      "authorization": `Bearer ${key}`,
      "content-length": String(Buffer.byteLength(body)),
    };
    const sent = request(url.href, { method, headers }, (response) => {
      const said: Buffer[] = [];
      response.on("data", (data: Buffer) => said.push(data));
      response.on("end", () => {
        const text = Buffer.concat(said).toString();
        if ((response.statusCode ?? 0) < 300) resolve(text);
        else reject(new Error(`${method} ${url.pathname}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });

/**
 * Rows a second of files of 20,000 new reports with victim and contact, one file after the other; beside the same file as
 * a dry run, which reads, judges and writes nothing but its progress.
 */
export async function benchFiles(): Promise<string> {
  const engine = await startBenchEngine();
  const at = (path: string) => new URL(path, engine.origin);
  // Time goes by as it does: ids begin with the time, and their order decides what a write costs.
  const moveClock = async (sending: { readonly isOver: boolean }) => {
    while (!sending.isOver) {
      await engine.moveClock(new Date(NOW + Math.floor(performance.now())).toISOString());
      await wait(100);
    }
  };
  const take = async (key: string, first: number, query: string) => {
    const { id } = JSON.parse(
      await send(at(`/v1/files?mapping=bench${query}`), key, { method: "POST", type: "text/plain", body: "" }),
    ) as {
      id: string;
    };
    const body = fileOf(first);
    const began = performance.now();
    const sending = { isOver: false };
    const clock = moveClock(sending);
    const told = JSON.parse(await send(at(`/v1/files/${id}/rows`), key, { method: "PUT", type: "text/csv", body })) as {
      accepted: number;
    };
    const took = performance.now() - began;
    sending.isOver = true;
    await clock;
    if (told.accepted !== ROWS) throw new Error(`${told.accepted} of ${ROWS} rows were accepted`);
    return (ROWS / took) * 1000;
  };
  try {
    await engine.moveClock(new Date(NOW).toISOString());
    const key = await registerForce(engine, "45");
    await send(at("/v1/file-mappings/bench"), key, {
      method: "PUT",
      type: "application/json",
      body: JSON.stringify(mapping),
    });
    const [dry, real]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      dry.push(await take(key, round * ROWS, "&dryRun=true"));
      real.push(await take(key, round * ROWS, ""));
    }
    return [
      `files: ${ROUNDS} of ${ROWS} new reports with victim and contact, one at a time`,
      `  taken in                        ${spread(real)} rows/s`,
      `  dry run: read and judged        ${spread(dry)} rows/s`,
      `  ratio                           ${(medianOf(real) / medianOf(dry)).toFixed(3)}`,
    ].join("\n");
  } finally {
    await engine.stop();
    engine.remove();
  }
}
