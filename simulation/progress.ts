import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** How far a simulation has come: all that is needed to go on after a kill without losing or doubling anything. */
export type Progress = {
  readonly seed: string;
  readonly cases: number;
  readonly evenness: number;
  /** Keys of the senders that have been registered, by source. */
  readonly senders: Readonly<Record<string, string>>;
  /** The week to live through next; those before are complete. */
  readonly week: number;
  /** The last message of the outbox that has been dealt with. */
  readonly read: number;
  /** Who has been texted about what (texted.ts). */
  readonly texted: string;
  readonly released: readonly string[];
  readonly counts: Counts;
  /** By measure, area and stage: what the texted population would answer, and what those who answered should. */
  readonly expected: Expected;
};

export type Counts = {
  readonly events: number;
  /** Events that the engine did not take: must stay nought. */
  readonly rejected: number;
  readonly texts: number;
  readonly undeliverable: number;
  readonly openings: number;
  /** Answers sent in, each link once, by the quarter that they count in. */
  readonly answers: Readonly<Record<string, number>>;
  /** Of those, by quarter, area and stage. */
  readonly cells: Readonly<Record<string, number>>;
  /** Of the answers, those that came by text. */
  readonly byText: number;
  /** Comments that were taken in with answers, closure forms and officers' records. */
  readonly comments: number;
  readonly stops: number;
  /** Closure discussions that officers recorded, and forms that victims filled in themselves. */
  readonly closures: number;
  readonly closureForms: number;
  /** Submissions that the engine refused: must stay nought. */
  readonly refused: number;
};

/** `period|stage|area|measure`: [texted, sum of chances, answered, sum of chances]. */
export type Expected = Readonly<Record<string, readonly [number, number, number, number]>>;

export const beginningOf = (of: Pick<Progress, "seed" | "cases" | "evenness">): Progress => ({
  ...of,
  senders: {},
  week: 0,
  read: 0,
  texted: "",
  released: [],
  counts: {
    events: 0,
    rejected: 0,
    texts: 0,
    undeliverable: 0,
    openings: 0,
    answers: {},
    cells: {},
    byText: 0,
    comments: 0,
    stops: 0,
    closures: 0,
    closureForms: 0,
    refused: 0,
  },
  expected: {},
});

export const readProgress = (file: string): Progress | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Progress) : null;

/** Replaces the file in one step: a kill leaves the old one or the new one. */
export function keepProgress(file: string, progress: Progress): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(progress));
  renameSync(`${file}.new`, file);
}
