import { scaleLinear } from "d3-scale";
import type { Child, FC } from "hono/jsx";
import { at, ChartFigure, type ChartWords, faint, ink, percentDomain, quiet, second, strong } from "./chart-figure.tsx";

/** One row: an area, an agency or a question, its percentage and 95 % interval. */
export type IntervalRow = {
  readonly label: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The figure as it is read beside the row: `45.0%`, `at most 1% [u]`, `[c]`. A bound has words and no mark. */
  readonly text: string;
  readonly shape: "same" | "better" | "worse" | "unbanded";
};

type Props = ChartWords & {
  readonly rows: readonly IntervalRow[];
  readonly nation: { readonly label: string; readonly percent: number; readonly text: string } | null;
  /** After the numbers of the axis: "%" where it is left out, nothing for a score. */
  readonly unit?: string;
  readonly table: Child;
};

const WIDTH = 640;
const ROW = 26;
const LINE = 16;
const PLOT = { left: 220, right: 560, top: 40 };

/** About how wide a letter is, for want of a way to measure text: a little too wide rather than too narrow. */
const LETTER = 8;
const LETTERS_A_LINE = Math.floor((PLOT.left - 12) / LETTER);

/** A label on as many lines as it takes, broken between words. */
function wrapped(label: string): readonly string[] {
  const lines: string[] = [];
  for (const word of label.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > LETTERS_A_LINE) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Rows as high as the longest label needs, and the right edge as far in as the longest figure. */
function layout(rows: readonly IntervalRow[]) {
  const most = Math.max(1, ...rows.map(({ label }) => wrapped(label).length));
  const longest = Math.max(0, ...rows.map(({ text }) => text.length));
  const height = ROW + (most - 1) * LINE;
  return {
    right: Math.min(PLOT.right, WIDTH - 16 - longest * LETTER),
    bottom: PLOT.top + rows.length * height,
    middle: (index: number) => PLOT.top + (index + 0.5) * height,
  };
}

const marks: { readonly [S in IntervalRow["shape"]]: (x: number, y: number) => string } = {
  same: (x, y) => `M${at(x - 5)},${at(y)}a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z`,
  better: (x, y) => `M${at(x + 7)},${at(y)}l-12,7v-14z`,
  worse: (x, y) => `M${at(x - 7)},${at(y)}l12,7v-14z`,
  unbanded: (x, y) => `M${at(x - 4)},${at(y - 4)}h8v8h-8z`,
};

const colourOf = (shape: IntervalRow["shape"]) => (shape === "better" ? strong : shape === "worse" ? second : quiet);

/** Rows of a mark with its interval, in the order in which they are given (never a rank), the nation as a line. */
export const IntervalsChart: FC<Props> = ({ rows, nation, unit = "%", table, ...words }) => {
  const { right, bottom, middle } = layout(rows);
  const known = rows.flatMap(({ value, lower, upper }) => [value, lower, upper]).filter((value) => value !== null);
  const x = scaleLinear(percentDomain(nation ? [...known, nation.percent] : known), [PLOT.left, right]);
  return (
    <ChartFigure {...words} width={WIDTH} height={bottom + 34} table={table}>
      {x.ticks(5).map((tick) => (
        <g>
          <line x1={at(x(tick))} x2={at(x(tick))} y1={PLOT.top} y2={bottom} stroke={faint} />
          <text x={at(x(tick))} y={bottom + 20} text-anchor="middle">{`${tick}${unit}`}</text>
        </g>
      ))}
      {nation && (
        <g>
          <line
            x1={at(x(nation.percent))}
            x2={at(x(nation.percent))}
            y1={PLOT.top - 8}
            y2={bottom}
            stroke={ink}
            stroke-width="2"
            stroke-dasharray="6 4"
          />
          <text
            x={at(x(nation.percent))}
            y={PLOT.top - 14}
            text-anchor="middle"
            font-weight="bold"
          >{`${nation.label} ${nation.text}`}</text>
        </g>
      )}
      {rows.map(({ label, value, lower, upper, text, shape }, index) => (
        <g>
          {wrapped(label).map((line, place, { length }) => (
            <text x={PLOT.left - 12} y={at(middle(index) + 5 + (place - (length - 1) / 2) * LINE)} text-anchor="end">
              {line}
            </text>
          ))}
          {value !== null && lower !== null && upper !== null && (
            <line
              x1={at(x(lower))}
              x2={at(x(upper))}
              y1={middle(index)}
              y2={middle(index)}
              stroke={colourOf(shape)}
              stroke-width="3"
            />
          )}
          {value !== null && <path d={marks[shape](x(value), middle(index))} fill={colourOf(shape)} />}
          <text x={right + 12} y={at(middle(index) + 5)}>
            {text}
          </text>
        </g>
      ))}
    </ChartFigure>
  );
};
