// npm run bench -- NAME: measures one thing beside its baseline, in one run on one machine, and prints ratios.
// Absolute figures depend on the machine; ratios are what docs/performance.md keeps.
import { availableParallelism, cpus } from "node:os";
import { benchFiles } from "./files.ts";
import { benchFirstPage } from "./first-page.ts";
import { benchMilestones } from "./milestones.ts";
import { benchPages } from "./pages.ts";
import { benchRelease } from "./release.ts";
import { benchSends } from "./sends.ts";

const benches: Readonly<Record<string, () => Promise<string>>> = {
  "files": benchFiles,
  "first-page": benchFirstPage,
  "milestones": benchMilestones,
  "pages": benchPages,
  "release": benchRelease,
  "sends": benchSends,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(benches, name));
if (chosen.length === 0 || unknown.length > 0) {
  console.error(`npm run bench -- NAME...   where NAME is one of: ${Object.keys(benches).join(", ")}`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown processor"}`);
console.log("median [least-most] of the rounds\n");
for (const name of chosen) console.log(`${(await benches[name]?.()) ?? ""}\n`);
