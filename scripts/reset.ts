import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { home } from "./miniflare.ts";

// npm run reset: forgets the demo, so that the next start begins anew. The secrets of this machine and the bundle stay.

for (const name of ["state", "progress.json", "truth.json", "api-keys.json"]) {
  const path = join(home, name);
  rmSync(path, { recursive: true, force: true });
  console.log(`Removed ${relative(process.cwd(), path)}`);
}
