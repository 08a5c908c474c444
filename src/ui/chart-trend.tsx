import { scaleLinear, scalePoint } from "d3-scale";
import type { Child, FC } from "hono/jsx";
import { at, ChartFigure, type ChartWords, faint, ink, percentDomain, quiet, second, strong } from "./chart-figure.tsx";

/** One quarter of a line: its percentage and 95 % interval, or why there is none. */
export type TrendMark = {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The figure as it is read: `45.0%`; without a mark, what stands in its place: `[c]`, `at most 1%`. */
  readonly text: string;
  /** Whether a line may lead here from the mark before. */
  readonly isJoined: boolean;
  readonly isBridged: boolean;
};

export type TrendLine = { readonly name: string; readonly marks: readonly TrendMark[] };

type Props = ChartWords & {
  /** Names of the quarters, oldest first: short, for the axis. */
  readonly quarters: readonly string[];
  /** The nation first, then the area if there is one. */
  readonly lines: readonly TrendLine[];
  readonly table: Child;
};

const WIDTH = 640;
const HEIGHT = 360;
const PLOT = { left: 52, right: 620, top: 24, bottom: 300 };

/** How far apart two lines stand at one quarter, so that their intervals do not hide one another. */
const APART = 10;

/** More names than this along the axis would lie on one another. */
const NAMES_AT_MOST = 8;

const colours = [second, strong];

/** A diamond where the figure is told in terms of a later wording; else a square for the nation and a circle for an area. */
function shapeAt(x: number, y: number, index: number, isBridged: boolean): string {
  if (isBridged) return `M${at(x)},${at(y - 7)}l7,7l-7,7l-7,-7z`;
  if (index === 0) return `M${at(x - 5)},${at(y - 5)}h10v10h-10z`;
  return `M${at(x - 5)},${at(y)}a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z`;
}

type Place = { readonly x: (quarter: number) => number; readonly y: (percent: number) => number };

const Drawn: FC<Place & { readonly line: TrendLine; readonly index: number; readonly quarters: readonly string[] }> = ({
  x,
  y,
  line: { name, marks },
  index,
  quarters,
}) => {
  const colour = colours[index % colours.length] ?? ink;
  const dashes = index === 0 ? { "stroke-dasharray": "7 5" } : {};
  return (
    <g>
      {marks.map(({ value, isJoined }, quarter) => {
        const before = marks[quarter - 1]?.value ?? null;
        if (value === null || before === null || !isJoined) return <></>;
        const from = `M${at(x(quarter - 1))},${at(y(before))}`;
        return (
          <path
            d={`${from}L${at(x(quarter))},${at(y(value))}`}
            fill="none"
            stroke={colour}
            stroke-width="2.5"
            {...dashes}
          />
        );
      })}
      {marks.map(({ value, lower, upper, text, isBridged }, quarter) => {
        const across = x(quarter);
        if (value === null) {
          return (
            <text x={at(across)} y={PLOT.bottom - 8 - index * 16} text-anchor="middle" font-size="12" fill={colour}>
              {text}
            </text>
          );
        }
        return (
          <g>
            <title>{`${name}, ${quarters[quarter] ?? ""}: ${text}`}</title>
            {lower !== null && upper !== null && (
              <line
                x1={at(across)}
                x2={at(across)}
                y1={at(y(lower))}
                y2={at(y(upper))}
                stroke={colour}
                stroke-width="2"
              />
            )}
            <path
              d={shapeAt(across, y(value), index, isBridged)}
              fill={index === 0 || isBridged ? "#ffffff" : colour}
              stroke={colour}
              stroke-width="2.5"
            />
          </g>
        );
      })}
    </g>
  );
};

/** Figures quarter by quarter with their intervals: a line where the question stayed the same, a gap where it did not. */
export const TrendChart: FC<Props> = ({ quarters, lines, table, ...words }) => {
  const known = lines.flatMap(({ marks }) => marks.flatMap(({ value, lower, upper }) => [value, lower, upper]));
  const y = scaleLinear(percentDomain(known.filter((value) => value !== null)), [PLOT.bottom, PLOT.top]);
  const points = scalePoint(
    quarters.map((_, index) => index),
    [PLOT.left, PLOT.right],
  ).padding(0.5);
  const every = Math.ceil(quarters.length / NAMES_AT_MOST);
  const middle = (quarter: number) => points(quarter) ?? 0;
  return (
    <ChartFigure {...words} width={WIDTH} height={HEIGHT} table={table}>
      {y.ticks(5).map((tick) => (
        <g>
          <line x1={PLOT.left} x2={PLOT.right} y1={at(y(tick))} y2={at(y(tick))} stroke={faint} />
          <text x={PLOT.left - 8} y={at(y(tick) + 5)} text-anchor="end">{`${tick}%`}</text>
        </g>
      ))}
      <line x1={PLOT.left} x2={PLOT.right} y1={PLOT.bottom} y2={PLOT.bottom} stroke={ink} />
      {quarters.map((name, quarter) =>
        (quarters.length - 1 - quarter) % every === 0 ? (
          <text x={at(middle(quarter))} y={PLOT.bottom + 22} text-anchor="middle" font-size="13" fill={quiet}>
            {name}
          </text>
        ) : (
          <></>
        ),
      )}
      {lines.map((line, index) => (
        <Drawn
          line={line}
          index={index}
          quarters={quarters}
          x={(quarter) => middle(quarter) + (index - (lines.length - 1) / 2) * APART}
          y={y}
        />
      ))}
    </ChartFigure>
  );
};
