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
  failure: (name, cause) => write({ event: name, failed: true, kind: kindOf(cause), at: placeOf(cause) }),
});

/** What sort of error: a name that is one word, as errors are named in code. */
const kindOf = (cause: unknown) => {
  const kind = cause instanceof Error ? cause.name : typeof cause;
  return /^[A-Za-z]{1,40}$/.test(kind) ? kind : "Error";
};

/** Where it was thrown: the first line of the stack after the message, whose own lines may look like places. */
const placeOf = (cause: unknown) => {
  if (!(cause instanceof Error)) return "";
  const { stack = "", message } = cause;
  const after = stack.indexOf(message) + message.length;
  const frames = stack.includes(message) ? stack.slice(after).split("\n") : [];
  const place = frames.find((line) => /^\s+at /.test(line))?.trim() ?? "";
  // A place is a name and a file of ours: no quotes, and no more than a line.
  return place.slice(0, 200);
};

/**
 * Does something whose failure escapes to the platform, which logs the words of what escapes. They may quote what was
 * being handled, so the failure is logged in our way, and goes on without them.
 *
 * @throws Error that names the act and nothing else.
 */
export async function withoutWords<T>({ log }: HasLog, name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    log.failure(name, cause);
    throw wordless(name);
  }
}

// Made apart from the act, so that not even a chain of causes leads back.
const wordless = (name: string) => new Error(`${name}: the log says where`);
