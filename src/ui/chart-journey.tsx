import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import type { Child, FC } from "hono/jsx";
import { at, ChartFigure, type ChartWords, faint, ink, percentDomain, quiet, second, strong } from "./chart-figure.tsx";

/** One figure with its 95 % interval, in per cent; null where none may be shown. */
export type JourneyPoint = {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The figure as it is read: `45.0% [u]`; without a mark, what stands in its place: `[c]`, `at most 1%`. */
  readonly text: string;
};

export type JourneyLine = { readonly name: string; readonly points: readonly JourneyPoint[] };

type Props = ChartWords & {
  /** Names of the stages, in order: the horizontal axis. Long names take two lines. */
  readonly stages: readonly (readonly string[])[];
  /** The agencies that meet the victim at each stage: the line's stations. */
  readonly agencies: readonly string[];
  readonly lines: readonly JourneyLine[];
  readonly table: Child;
};

const WIDTH = 600;
const HEIGHT = 380;
const PLOT = { left: 50, right: 580, top: 24, bottom: 280 };

/** How far apart the lines stand at one stage, so that their intervals do not hide one another. */
const APART = 16;

/** Points of percentage kept free above and below the intervals, for the figures. */
const ROOM = 4;

/** Above its interval where it is the highest of its stage, below where it is not: figures never lie on one another. */
function labelAt(lines: readonly JourneyLine[], index: number, stage: number, y: (percent: number) => number): number {
  const values = lines.map(({ points }) => points[stage]?.value ?? Number.NEGATIVE_INFINITY);
  const point = lines[index]?.points[stage];
  const isHighest = values.every(
    (value, other) => other === index || (values[index] ?? 0) > value || (value === values[index] && index < other),
  );
  return isHighest ? y(point?.upper ?? point?.value ?? 0) - 8 : y(point?.lower ?? point?.value ?? 0) + 18;
}

const colours = [strong, second, ink];

const Mark: FC<{ x: number; y: number; index: number; colour: string }> = ({ x, y, index, colour }) =>
  index === 0 ? (
    <circle cx={at(x)} cy={at(y)} r="6" fill={colour} />
  ) : (
    <rect x={at(x - 5.5)} y={at(y - 5.5)} width="11" height="11" fill="#ffffff" stroke={colour} stroke-width="3" />
  );

/** Where percentages stand, and where the mark of a line stands at a stage. */
type Place = { readonly y: (percent: number) => number; readonly x: (stage: number, line: number) => number };

type DrawnProps = {
  readonly lines: readonly JourneyLine[];
  readonly index: number;
  readonly place: Place;
  readonly stages: Props["stages"];
};

/** One line: what joins its marks, and each mark with its interval and its figure. */
const DrawnLine: FC<DrawnProps> = ({ lines, index, place: { x, y }, stages }) => {
  const { name, points } = lines[index] ?? { name: "", points: [] };
  const colour = colours[index % colours.length] ?? ink;
  const drawn = line<JourneyPoint>()
    .defined(({ value }) => value !== null)
    .x((_, stage) => at(x(stage, index)))
    .y(({ value }) => at(y(value ?? 0)));
  const dashes = index > 0 ? { "stroke-dasharray": "7 5" } : {};
  return (
    <g>
      <path d={drawn([...points]) ?? ""} fill="none" stroke={colour} stroke-width="2.5" {...dashes} />
      {points.map(({ value, lower, upper, text }, stage) => {
        const across = at(x(stage, index));
        if (value === null) {
          return (
            <text x={across} y={PLOT.bottom - 8} text-anchor="middle" fill={colour}>
              {text}
            </text>
          );
        }
        return (
          <g>
            <title>{`${name}, ${(stages[stage] ?? []).join(" ")}: ${text}`}</title>
            {lower !== null && upper !== null && (
              <path d={bar(across, y(lower), y(upper))} fill="none" stroke={colour} stroke-width="2" />
            )}
            <Mark x={across} y={y(value)} index={index} colour={colour} />
            <text
              x={across}
              y={at(labelAt(lines, index, stage, y))}
              text-anchor="middle"
              font-weight="bold"
              fill={colour}
            >
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
};

/** The stages beneath, who meets the victim there, and the hand-overs between them. */
const Stations: FC<Pick<Props, "stages" | "agencies"> & { readonly x: (stage: number) => number }> = ({
  stages,
  agencies,
  x,
}) => (
  <>
    {stages.map((name, stage) => (
      <g>
        {name.map((part, row) => (
          <text x={at(x(stage))} y={PLOT.bottom + 22 + row * 18} text-anchor="middle" font-weight="bold">
            {part}
          </text>
        ))}
        <text x={at(x(stage))} y={PLOT.bottom + 66} text-anchor="middle" font-size="13" fill={quiet}>
          {agencies[stage] ?? ""}
        </text>
        {stage > 0 && (
          <path
            d={arrow(x(stage - 1) + 46, x(stage) - 46, PLOT.bottom + 84)}
            fill="none"
            stroke={quiet}
            stroke-width="2"
          />
        )}
      </g>
    ))}
  </>
);

/** The line from report to post-conviction, a mark and an interval at each stage, the hand-overs beneath. */
export const JourneyChart: FC<Props> = ({ stages, agencies, lines, table, ...words }) => {
  const known = lines.flatMap(({ points }) => points.flatMap(({ value, lower, upper }) => [value, lower, upper]));
  const room = known.flatMap((value) => (value === null ? [] : [value - ROOM, value + ROOM]));
  const y = scaleLinear(percentDomain(room), [PLOT.bottom, PLOT.top]);
  const points = scalePoint(
    stages.map((_, index) => index),
    [PLOT.left, PLOT.right],
  ).padding(0.4);
  const x = (stage: number) => points(stage) ?? 0;
  const place: Place = { y, x: (stage, index) => x(stage) + (index - (lines.length - 1) / 2) * APART };
  return (
    <ChartFigure {...words} width={WIDTH} height={HEIGHT} table={table}>
      {y.ticks(5).map((tick) => (
        <g>
          <line x1={PLOT.left} x2={PLOT.right} y1={at(y(tick))} y2={at(y(tick))} stroke={faint} />
          <text x={PLOT.left - 8} y={at(y(tick) + 5)} text-anchor="end">{`${tick}%`}</text>
        </g>
      ))}
      {lines.map((_, index) => (
        <DrawnLine lines={lines} index={index} place={place} stages={stages} />
      ))}
      <line x1={PLOT.left} x2={PLOT.right} y1={PLOT.bottom} y2={PLOT.bottom} stroke={ink} />
      <Stations stages={stages} agencies={agencies} x={x} />
    </ChartFigure>
  );
};

/** An interval: a stroke with a foot at both ends. */
const bar = (x: number, low: number, high: number) =>
  `M${at(x - 4)},${at(low)}h8M${at(x)},${at(low)}V${at(high)}M${at(x - 4)},${at(high)}h8`;

/** A hand-over from one stage to the next. */
const arrow = (from: number, to: number, y: number) => `M${at(from)},${y}H${at(to)}m-6,-5l6,5l-6,5`;
