/** What Cloudflare binds to the Worker (wrangler.toml). Read by worker.ts and development/worker.ts alone. */
export type Env = {
  readonly VAULT: D1Database;
  readonly RESPONSES: D1Database;
  readonly KEYS: KVNamespace;
  readonly DELIVERIES: Queue<DeliveryMessage>;
  readonly RELEASE: Workflow<ReleaseRequest>;
  /** Counts the requests of a key. */
  readonly RATE_LIMIT: RateLimit;
  /** Counts failures to authenticate from an address. */
  readonly FAILURE_LIMIT: RateLimit;
  /** Where victims' links lead: scheme and host, no path. */
  readonly PUBLIC_ORIGIN: string;
  /** Secret. The root of every key; at least 32 characters. */
  readonly ROOT_KEY: string;
  /** Secret. Lets an operator register senders and start releases. */
  readonly OPERATOR_KEY: string;
  /** Secret. JSON object: key id to base64 secret, as the hearing-results subscription issued them. */
  readonly RESULTS_SUBSCRIPTION_KEYS?: string;
  /** Secret. JSON object: which gateways carry messages, and which area's go by which (channels/configure.ts). */
  readonly GATEWAYS?: string;
  /** JSON object: police area, or `*`, to the inbox of staff that is told when somebody asks to be contacted. */
  readonly CONTACT_INBOXES?: string;
  /** Name of the Cloudflare Zero Trust team that signs staff in; without it nobody can. */
  readonly ACCESS_TEAM?: string;
  /** Audience tag of the Access application in front of the console. */
  readonly ACCESS_AUDIENCE?: string;
};

/** A queue message carries an id and nothing else: the invitation's row is the truth. */
export type DeliveryMessage = { readonly id: string };

/** Which release is built: its id, which is its period's but for a correction. */
export type ReleaseRequest = { readonly release: string };
