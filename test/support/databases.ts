// Runs before every integration test file: its own empty databases, brought up by the same migrations as a deployment's.
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll } from "vitest";

beforeAll(async () => {
  await applyD1Migrations(env.VAULT, env.TEST_MIGRATIONS.vault);
  await applyD1Migrations(env.RESPONSES, env.TEST_MIGRATIONS.responses);
  await applyD1Migrations(env.DEVELOPMENT, env.TEST_MIGRATIONS.development);
});
