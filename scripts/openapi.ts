import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { home, root, startEngine } from "./miniflare.ts";

/** `npm run openapi`: writes docs/openapi.json from the routes themselves; a test compares the two. */
const PORT = 8799;

const engine = await startEngine({ port: PORT, stateDir: join(home, "openapi"), fresh: true });
const answer = await fetch(`${engine.url}/v1/openapi.json`);
writeFileSync(join(root, "docs/openapi.json"), `${JSON.stringify(await answer.json(), null, 2)}\n`);
await engine.stop();
