/** What Cloudflare binds to the Worker (wrangler.toml). Read by worker.ts and development/worker.ts alone. */
export type Env = {
  readonly VAULT: D1Database;
  readonly RESPONSES: D1Database;
  readonly KEYS: KVNamespace;
  readonly DELIVERIES: Queue<DeliveryMessage>;
  readonly RELEASE: Workflow<ReleaseRequest>;
  /** Where victims' links lead: scheme and host, no path. */
  readonly PUBLIC_ORIGIN: string;
  /** Secret. The root of every key; at least 32 characters. */
  readonly ROOT_KEY: string;
  /** Secret. Lets an operator register senders and start releases. */
  readonly OPERATOR_KEY: string;
  /** Secret. JSON object: key id to base64 secret, as the hearing-results subscription issued them. */
  readonly RESULTS_SUBSCRIPTION_KEYS?: string;
};

/** A queue message carries an id and nothing else: the invitation's row is the truth. */
export type DeliveryMessage = { readonly id: string };

export type ReleaseRequest = { readonly period: string };
