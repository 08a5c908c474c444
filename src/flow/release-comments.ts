import { themes } from "../domain/moderation.ts";
import type { Quarter } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import { COMMENTS, COMMENTS_WAITING, themeMeasure, themeRows } from "../results/themes.ts";
import { closureTables, tableId } from "../statistics/lattice.ts";
import { perturbAnswer, perturbBase } from "../statistics/perturb.ts";
import { cellOf, contributors, count, emptyTally, everyone, gridOf, projection, rollUp } from "../statistics/tally.ts";
import { type CountedComment, readComments } from "../store/responses/comments.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { type QuoteRow, writeQuotes } from "../store/responses/quotes.ts";
import { type Building, readTables, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, row } from "./release-tables.ts";

// What a release counts of comments, and the few that it quotes. Exact counts stay in these functions.

type Engine = HasResponses & HasKeys;

async function* commentsOf({ responses }: HasResponses, period: Quarter) {
  let page = await readComments(responses, period, "");
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield page;
    page = await readComments(responses, period, last.id);
  }
}

const themesOf = ({ themes: text }: CountedComment): readonly string[] => {
  const parsed: readonly string[] = JSON.parse(text);
  return parsed;
};

/** Each theme by area and for the nation, over the comments that a moderator has read; and how many none has. */
export async function writeThemes(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const finest = gridOf(["area"], []);
  const read = emptyTally(finest.size, 2);
  const carried = themes.map(({ code }) => ({ code, tally: emptyTally(finest.size, 1) }));
  for await (const page of commentsOf(engine, period)) {
    for (const comment of page) {
      const cell = cellOf(finest, comment);
      count(read, cell, comment.isRead === 1 ? 0 : 1, comment.rkey);
      const codes = themesOf(comment);
      for (const { code, tally } of carried) if (codes.includes(code)) count(tally, cell, 0, comment.rkey);
    }
  }
  for (const table of closureTables) {
    const grid = gridOf(table, []);
    const target = projection(finest, grid);
    const all = rollUp(read, target, grid.size);
    const base = (cell: number) => contributors(all, cell, [0]);
    const waiting = (cell: number) => contributors(all, cell, [1]);
    const everybody = (cell: number) => everyone(all, cell);
    const rows: TableRow[] = [
      row(table, COMMENTS, await perturbBase(hmac, COMMENTS, base, grid)),
      row(
        table,
        COMMENTS_WAITING,
        await perturbAnswer(hmac, COMMENTS_WAITING, { base: everybody, numerator: waiting }, grid),
      ),
    ];
    for (const { code, tally } of carried) {
      const carrying = rollUp(tally, target, grid.size);
      const numerator = (cell: number) => contributors(carrying, cell, [0]);
      const name = themeMeasure(code);
      rows.push(row(table, name, await perturbAnswer(hmac, name, { base, numerator }, grid)));
    }
    await writeTables(engine.responses, id, rows);
  }
}

/** Of one theme at most so many are quoted, and so many in all; longer ones are left. */
const QUOTES_A_THEME = 2;
const QUOTES = 12;
const LONGEST_QUOTE = 400;

/**
 * The few released comments that a release quotes: of themes that it tells for the nation, in the order of their record
 * keys, which is chance. Without area and stage. What it tells is read from what it has written, so that a quote never
 * says more than a table.
 */
export async function writeReleaseQuotes(engine: Engine, { id, period }: Building): Promise<void> {
  const national = await readTables(engine.responses, id, tableId([]), [
    COMMENTS,
    ...themes.map(({ code }) => themeMeasure(code)),
  ]);
  const cells = new Map(national.map((table) => [table.measure, table.cells]));
  const told = themeRows((_, measure) => cells.get(measure) ?? null, null).filter(({ symbol }) => symbol !== "c");
  const released: CountedComment[] = [];
  for await (const page of commentsOf(engine, period)) {
    released.push(...page.filter(({ text }) => text !== null && text.length <= LONGEST_QUOTE));
  }
  released.sort((a, b) => a.rkey - b.rkey);
  const quotes = new Map<string, QuoteRow>();
  for (const { theme } of told) {
    const some = released.filter((comment) => themesOf(comment).includes(theme) && !quotes.has(comment.id));
    for (const { id, text } of some.slice(0, QUOTES_A_THEME)) {
      if (quotes.size < QUOTES && text !== null) quotes.set(id, { place: quotes.size + 1, theme, text });
    }
  }
  await writeQuotes(engine.responses, id, [...quotes.values()]);
}
