import { scaleLinear } from "d3-scale";
import type { Child, FC } from "hono/jsx";
import { at, ChartFigure, type ChartWords, faint, ink, percentDomain, quiet, second, strong } from "./chart-figure.tsx";

/** One row: an area, an agency or a question, its percentage and 95 % interval. */
export type IntervalRow = {
  readonly label: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** What stands in the figure's place or beside it: `[c]`, `[u]`. */
  readonly symbol: string;
  readonly shape: "same" | "better" | "worse" | "unbanded";
};

type Props = ChartWords & {
  readonly rows: readonly IntervalRow[];
  readonly nation: { readonly label: string; readonly percent: number } | null;
  readonly table: Child;
};

const WIDTH = 640;
const ROW = 26;
const PLOT = { left: 220, right: 560, top: 40 };

const marks: { readonly [S in IntervalRow["shape"]]: (x: number, y: number) => string } = {
  same: (x, y) => `M${at(x - 5)},${at(y)}a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z`,
  better: (x, y) => `M${at(x + 7)},${at(y)}l-12,7v-14z`,
  worse: (x, y) => `M${at(x - 7)},${at(y)}l12,7v-14z`,
  unbanded: (x, y) => `M${at(x - 4)},${at(y - 4)}h8v8h-8z`,
};

const colourOf = (shape: IntervalRow["shape"]) => (shape === "better" ? strong : shape === "worse" ? second : quiet);

/** Rows of a mark with its interval, in the order in which they are given (never a rank), the nation as a line. */
export const IntervalsChart: FC<Props> = ({ rows, nation, table, ...words }) => {
  const known = rows.flatMap(({ value, lower, upper }) => [value, lower, upper]).filter((value) => value !== null);
  const x = scaleLinear(percentDomain(nation ? [...known, nation.percent] : known), [PLOT.left, PLOT.right]);
  const bottom = PLOT.top + rows.length * ROW;
  const middle = (index: number) => PLOT.top + (index + 0.5) * ROW;
  return (
    <ChartFigure {...words} width={WIDTH} height={bottom + 34} table={table}>
      {x.ticks(5).map((tick) => (
        <g>
          <line x1={at(x(tick))} x2={at(x(tick))} y1={PLOT.top} y2={bottom} stroke={faint} />
          <text x={at(x(tick))} y={bottom + 20} text-anchor="middle">{`${tick}%`}</text>
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
          >{`${nation.label} ${nation.percent}%`}</text>
        </g>
      )}
      {rows.map(({ label, value, lower, upper, symbol, shape }, index) => (
        <g>
          <text x={PLOT.left - 12} y={at(middle(index) + 5)} text-anchor="end">
            {label}
          </text>
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
          <text x={PLOT.right + 12} y={at(middle(index) + 5)}>
            {[value === null ? "" : `${value}%`, symbol].join(" ").trim()}
          </text>
        </g>
      ))}
    </ChartFigure>
  );
};
