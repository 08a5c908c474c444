import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { areas } from "./areas.ts";
import { openClient } from "./client.ts";
import { drive } from "./driver.ts";
import { beginningOf, keepProgress, type Progress, readProgress } from "./progress.ts";
import { propensity } from "./respond.ts";
import { openStopwatch } from "./stopwatch.ts";
import { truthOf } from "./truth.ts";

/** Enough cases for the demonstration: about 150 answers in each area and stage of the full quarter. */
const DEMO_CASES = 39_500;

/** How alike areas are in size. The demonstration needs enough answers everywhere; 0 gives each its real share. */
const DEMO_EVENNESS = 0.95;

const home = process.env["THROUGHLINE_HOME"] ?? join(import.meta.dirname, "../.throughline");

const { values } = parseArgs({
  options: {
    url: { type: "string", default: `http://127.0.0.1:${process.env["PORT"] ?? "8787"}` },
    cases: { type: "string", default: process.env["SIM_CASES"] ?? String(DEMO_CASES) },
    seed: { type: "string", default: "throughline" },
    evenness: { type: "string", default: String(DEMO_EVENNESS) },
    /** Where progress and truth are written. */
    home: { type: "string", default: home },
    /** The operator's key; without it, that of the development engine on this machine. */
    key: { type: "string", default: process.env["OPERATOR_KEY"] ?? "" },
  },
});

const wholeOf = (text: string, name: string) => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} (or SIM_CASES) must be a whole number above nought`);
};

const operatorKey = () =>
  values.key === ""
    ? (JSON.parse(readFileSync(join(home, "secrets.json"), "utf8")) as { OPERATOR_KEY: string }).OPERATOR_KEY
    : values.key;

// Started by `npm start`, it ends with it: two drivers of one engine would live through the same weeks side by side.
if (process.connected) {
  process.on("disconnect", () => process.exit(1));
  // Listening would otherwise keep it alive when its work is done.
  process.channel?.unref();
}

const progressFile = join(values.home, "progress.json");
const say = (line: string) => console.log(line);

const asked = {
  seed: values.seed,
  cases: wholeOf(values.cases, "cases"),
  evenness: Number(values.evenness),
};

function start(): Progress {
  const kept = readProgress(progressFile);
  if (kept === null) return beginningOf(asked);
  if (kept.seed !== asked.seed || kept.cases !== asked.cases || kept.evenness !== asked.evenness) {
    throw new Error("Another simulation has been begun here. Run `npm run reset` first.");
  }
  say(`Going on with week ${kept.week + 1}.`);
  return kept;
}

function writeTruth(progress: Progress): void {
  const file = join(values.home, "truth.json");
  const { seed, cases, evenness, counts, expected } = progress;
  const expectation = {
    columns: ["texted", "sum of chances of a positive answer", "answered", "sum of chances of a positive answer"],
    byPeriodStageAreaMeasure: expected,
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ seed, cases, evenness, propensity, counts, model: truthOf({ seed }), expectation }, null, 1)}\n`,
  );
  writeFileSync(join(values.home, "api-keys.json"), `${JSON.stringify(keysByForce(progress), null, 2)}\n`, {
    mode: 0o600,
  });
}

/** The key of each force's own sender, by area name. */
const keysByForce = ({ senders }: Progress) =>
  Object.fromEntries(
    areas.flatMap(({ force, name }) => {
      const key = senders[`//records.force-${force}.example`];
      return key === undefined ? [] : [[name, key]];
    }),
  );

const started = performance.now();
const client = openClient(values.url, operatorKey());
say(
  `Simulating ${asked.cases} cases (seed ${asked.seed}). Response propensity ${propensity.base} before age, flags and temper: far above real life.`,
);
const watch = openStopwatch();
const keep = (next: Progress) => keepProgress(progressFile, next);
const progress = await drive({ client, keep, say, watch }, start());
writeTruth(progress);
await client.setting("populated", "yes");
const { counts } = progress;
const seconds = Math.round((performance.now() - started) / 1000);
say(
  `Done in ${seconds} s: ${counts.events} events (${counts.rejected} rejected), ${counts.texts} texts (${counts.undeliverable} undeliverable), ${counts.openings} openings, ` +
    `answers ${JSON.stringify(counts.answers)} (${counts.byText} by text), ${counts.comments} comments, ${counts.stops} stops, ${counts.closures} closure records and ${counts.closureForms} closure forms, ${counts.refused} refused.`,
);
say(`Of that: ${watch.report()}.`);
