/**
 * The only file that writes to the log (architecture rule R3). A line is an event name, ids of our own making and
 * counts; never a name, number, address, token, answer or text that somebody typed.
 */
export type LogFields = { readonly [field: string]: string | number | boolean | null };

export type HasLog = {
  readonly log: { event(name: string, fields?: LogFields): void; failure(name: string, cause: unknown): void };
};

const write = (line: object) => console.log(JSON.stringify(line));

export const openLog = (): HasLog["log"] => ({
  event: (name, fields = {}) => write({ event: name, ...fields }),
  // An error's message may quote what was being handled, so the log keeps its kind and place, never its words.
  failure: (name, cause) =>
    write({ event: name, failed: true, kind: cause instanceof Error ? cause.name : typeof cause, at: placeOf(cause) }),
});

const placeOf = (cause: unknown) => {
  const frames = cause instanceof Error ? (cause.stack ?? "").split("\n") : [];
  return frames.find((line) => line.trimStart().startsWith("at "))?.trim() ?? "";
};
