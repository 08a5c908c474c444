import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Imported before the engine: secrets of the suite's own, always the same, so that the table is the same from run to run.
// They keep nothing: every nation here is made up.

/** Where the secrets lie. */
export const home = join(tmpdir(), "throughline-attack");
const secretOf = (name: string) => createHash("sha256").update(`the attack suite's ${name}`).digest();

const file = join(home, "secrets.json");
if (!existsSync(file)) {
  mkdirSync(home, { recursive: true });
  const secrets = {
    ROOT_KEY: secretOf("root key").toString("base64url"),
    OPERATOR_KEY: secretOf("operator key").toString("base64url"),
    RESULTS_SUBSCRIPTION_KEYS: JSON.stringify({ development: secretOf("subscription").toString("base64") }),
  };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
}
process.env["THROUGHLINE_HOME"] = home;
