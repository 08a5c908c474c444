/**
 * How many requests a caller may make, counted by the platform's own counters (the `ratelimits` of wrangler.toml say how
 * many). They count in each location for itself and roughly: they keep load off, and are no quota.
 */
export type Limits = {
  /** Counts one request of a key. Whether it may go on. */
  admit(key: string): Promise<boolean>;
  /** Counts one failure to authenticate from an address. Whether more of them are borne. */
  bear(address: string): Promise<boolean>;
};

export type HasLimits = { readonly limits: Limits };

/** A counter that cannot be reached refuses nobody: an outage of it must not be one of ours. */
const count = async (counter: RateLimit, key: string): Promise<boolean> => {
  try {
    return (await counter.limit({ key })).success;
  } catch {
    return true;
  }
};

export const openLimits = (requests: RateLimit, failures: RateLimit): Limits => ({
  admit: async (key) => await count(requests, key),
  bear: async (address) => await count(failures, address),
});
