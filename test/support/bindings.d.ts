// What `env` of `cloudflare:workers` holds in a test: the bindings of wrangler.toml's environment "development", and
// what vitest.config.ts adds.
declare namespace Cloudflare {
  type Deployed = import("../../src/env.ts").Env;

  interface Env extends Deployed {
    readonly DEVELOPMENT: D1Database;
    readonly TIGHT_LIMIT: RateLimit;
    /** How many walk through the surveys. */
    readonly WALKERS: string;
    readonly TEST_MIGRATIONS: Readonly<
      Record<"vault" | "responses" | "development", import("cloudflare:test").D1Migration[]>
    >;
  }
}
