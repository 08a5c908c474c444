/** How long each kind of work took, in milliseconds, over the whole of a run. */
export type Stopwatch = {
  time<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** `events 12 s, texts 30 s` */
  report(): string;
};

export function openStopwatch(): Stopwatch {
  const spent = new Map<string, number>();
  return {
    time: async (what, work) => {
      const started = performance.now();
      try {
        return await work();
      } finally {
        spent.set(what, (spent.get(what) ?? 0) + performance.now() - started);
      }
    },
    report: () => [...spent].map(([what, took]) => `${what} ${(took / 1000).toFixed(1)} s`).join(", "),
  };
}
