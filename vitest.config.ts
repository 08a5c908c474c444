import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { sourceSha256 } from "./scripts/source.ts";

const migrationsOf = (database: string) => readD1Migrations(join(import.meta.dirname, "migrations", database));

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", environment: "node", include: ["test/unit/**/*.test.{ts,tsx}"] } },
      {
        define: { SOURCE_SHA256: JSON.stringify(sourceSha256()) },
        plugins: [
          cloudflareTest(async () => ({
            main: "./test/support/worker.ts",
            wrangler: { configPath: "./wrangler.toml", environment: "development" },
            miniflare: {
              compatibilityFlags: ["nodejs_compat"],
              // Of a size that a test can reach.
              ratelimits: { TIGHT_LIMIT: { namespace_id: "1003", simple: { limit: 3, period: 60 } } },
              bindings: {
                ROOT_KEY: "a root key that is used in tests and nowhere else",
                OPERATOR_KEY: "an operator key for tests",
                // Walkers in test/integration/walkers.test.ts: more than a hundred take longer than every run has.
                WALKERS: process.env["WALKERS"] ?? "100",
                TEST_MIGRATIONS: {
                  vault: await migrationsOf("vault"),
                  responses: await migrationsOf("responses"),
                  development: await migrationsOf("development"),
                },
              },
            },
          })),
        ],
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: ["./test/support/gateways/running.ts"],
          setupFiles: ["./test/support/databases.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "process",
          environment: "node",
          include: ["test/process/**/*.test.ts"],
          testTimeout: 600_000,
          // Each runs an engine of its own: together they would starve each other.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "browser",
          environment: "node",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["./test/support/engine.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
