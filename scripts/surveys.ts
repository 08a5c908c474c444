/**
 * npm run surveys              checks everything in surveys/ and says what is wrong, in sentences
 * npm run surveys -- --publish surveys/report/v1.json
 *                              fixes a survey: from then on the check fails if the file changes
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { canonicalJson } from "../src/instrument/checks/published.ts";
import { type Folder, readSurveys } from "../src/instrument/checks/read.ts";
import type { Surveys } from "../src/instrument/checks/surveys.ts";

const root = join(import.meta.dirname, "..");
const publishedFile = "surveys/published.json";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

function stopWith(faults: readonly string[]): never {
  for (const fault of faults) console.error(`  ${fault}`);
  console.error(`\n${faults.length === 1 ? "One thing is" : `${faults.length} things are`} wrong.`);
  process.exit(1);
}

function readFolder(): Folder {
  const folder: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const path of globSync(join(root, "surveys/**/*.json"))) {
    const file = relative(root, path).split(sep).join("/");
    try {
      folder[file] = JSON.parse(readFileSync(path, "utf8"));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      faults.push(`${file}: it is not JSON any more (a comma, a quotation mark or a bracket): ${why}`);
    }
  }
  if (faults.length > 0) stopWith(faults);
  return folder;
}

/** Fixes a survey by its hash. While the Welsh awaits a translator it may be fixed anew; after that, never. */
function publish(file: string, { files, published }: Surveys) {
  const survey = files.find((each) => each.file === file);
  if (survey === undefined)
    stopWith([`${file}: there is no such survey. There are: ${files.map((each) => each.file).join(", ")}.`]);
  const hash = hashOf(canonicalJson(survey.json));
  const before = published[file];
  if (before !== undefined && before !== hash && survey.instrument.welsh === "signed-off")
    stopWith([`${file}: it was published already. Make a new version beside it (v2.json).`]);
  const all = Object.entries({ ...published, [file]: hash }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(root, publishedFile), `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
  console.log(`Published ${file}. The check now fails if it changes.`);
}

const parsed = readSurveys(readFolder());
if ("faults" in parsed) stopWith(parsed.faults);

// Loaded only now: the engine's own registry reads the same files, and would not say so kindly what is wrong in them.
const [{ checkSurveys }, { instruments }] = await Promise.all([
  import("../src/instrument/checks/all.ts"),
  import("../src/instrument/registry.ts"),
]).catch((error: unknown) =>
  stopWith([`surveys: a file that the engine uses cannot be read: ${error instanceof Error ? error.message : ""}`]),
);

const [option, ...wanted] = process.argv.slice(2);
const isPublishing = option === "--publish";
if (option !== undefined && (!isPublishing || wanted.length === 0))
  stopWith([`${option}: say nothing, or --publish and the file, for example --publish surveys/report/v1.json.`]);

// A file that is being published is not held to its old hash.
const kept = Object.entries(parsed.surveys.published).filter(([file]) => !wanted.includes(file));
const { faults, advice } = checkSurveys({ ...parsed.surveys, published: Object.fromEntries(kept) }, hashOf);
if (faults.length > 0) stopWith(faults);

if (isPublishing) {
  let published = parsed.surveys.published;
  for (const file of wanted) {
    publish(file, { ...parsed.surveys, published });
    published = JSON.parse(readFileSync(join(root, publishedFile), "utf8"));
  }
} else {
  const used = instruments.map(({ id }) => id);
  const idle = parsed.surveys.files.filter(({ instrument }) => !used.includes(instrument.id));
  if (idle.length > 0)
    stopWith(
      idle.map(
        ({ file }) => `${file}: the engine does not use it yet; a programmer adds it to src/instrument/registry.ts.`,
      ),
    );
  for (const sentence of advice) console.log(`  Advice: ${sentence}`);
  const questions = parsed.surveys.files.reduce((sum, { instrument }) => sum + instrument.questions.length, 0);
  console.log(
    `All is well: ${parsed.surveys.files.length} surveys, ${questions} questions, ${parsed.surveys.measures.length} measures.`,
  );
}
