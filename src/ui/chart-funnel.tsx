import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Child, FC } from "hono/jsx";
import { at, ChartFigure, type ChartWords, faint, ink, percentDomain, quiet, second, strong } from "./chart-figure.tsx";

/** How far from what was expected, by more than chance and the usual spread of areas. */
export type FunnelShape = "same" | "better" | "worse" | "unbanded";

export type FunnelPoint = {
  readonly label: string;
  readonly base: number;
  readonly percent: number;
  /** The figure as it is read: `45.0%`. */
  readonly text: string;
  readonly shape: FunnelShape;
  /** The band in words, read with the label. */
  readonly band: string;
};

/** Where an area of that many answers would lie if nothing but chance set it apart, in per cent. */
export type FunnelLimit = {
  readonly base: number;
  readonly inner: readonly [number, number];
  readonly outer: readonly [number, number];
};

type Props = ChartWords & {
  readonly points: readonly FunnelPoint[];
  readonly limits: readonly FunnelLimit[];
  /** What is expected, as a line. */
  readonly nation: { readonly label: string; readonly percent: number; readonly text: string };
  readonly axes: { readonly base: string; readonly inner: string; readonly outer: string };
  /** After the numbers of the axis: "%" where it is left out, nothing for a score. */
  readonly unit?: string;
  readonly table: Child;
};

const WIDTH = 640;
const HEIGHT = 440;
const PLOT = { left: 52, right: 530, top: 20, bottom: 380 };

/** Least distance between two labels, and about how wide a letter of one is. */
const LABEL = 15;
const LETTER = 7;

/** Triangles point the way that an area lies; a circle is as expected; a cross has no band. */
const shapes: { readonly [S in FunnelShape]: (x: number, y: number) => string } = {
  same: (x, y) => `M${at(x - 4)},${at(y)}a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z`,
  better: (x, y) => `M${at(x)},${at(y - 7)}l7,12h-14z`,
  worse: (x, y) => `M${at(x)},${at(y + 7)}l7,-12h-14z`,
  unbanded: (x, y) => `M${at(x - 4)},${at(y - 4)}l8,8m0,-8l-8,8`,
};

const colourOf = (shape: FunnelShape) => (shape === "better" ? strong : shape === "worse" ? second : quiet);

/** Moves labels down where they would lie on one another. */
function apart<T extends { readonly y: number }>(labels: readonly T[]): readonly T[] {
  let last = Number.NEGATIVE_INFINITY;
  return labels
    .toSorted((a, b) => a.y - b.y)
    .map((label) => {
      last = Math.max(label.y + 5, last + LABEL);
      return { ...label, y: last };
    });
}

type Scale = ((value: number) => number) & { ticks(count: number): number[] };
type Scales = { readonly x: Scale; readonly y: Scale };

const Axes: FC<Scales & { readonly base: string; readonly unit: string }> = ({ x, y, base, unit }) => (
  <>
    {y.ticks(6).map((tick) => (
      <g>
        <line x1={PLOT.left} x2={PLOT.right} y1={at(y(tick))} y2={at(y(tick))} stroke={faint} />
        <text x={PLOT.left - 8} y={at(y(tick) + 5)} text-anchor="end">{`${tick}${unit}`}</text>
      </g>
    ))}
    {x.ticks(6).map((tick) => (
      <text x={at(x(tick))} y={PLOT.bottom + 20} text-anchor="middle">
        {tick.toLocaleString("en-GB")}
      </text>
    ))}
    <text x={(PLOT.left + PLOT.right) / 2} y={PLOT.bottom + 44} text-anchor="middle">
      {base}
    </text>
  </>
);

/** The limits as curves, the nation as a line, and their names at the right. */
const Curves: FC<Scales & Pick<Props, "id" | "limits" | "nation" | "axes">> = (props) => {
  const { id, x, y, limits, nation, axes } = props;
  const curve = (pick: (limit: FunnelLimit) => number) =>
    line<FunnelLimit>()
      .x(({ base }) => at(x(base)))
      .y((one) => at(y(pick(one))))([...limits]) ?? "";
  const last = limits.at(-1);
  const names = last
    ? [
        { text: axes.outer, y: y(last.outer[1]), weight: "normal" },
        { text: axes.inner, y: y(last.inner[1]), weight: "normal" },
        { text: `${nation.label} ${nation.text}`, y: y(nation.percent), weight: "bold" },
      ]
    : [];
  return (
    <>
      {/* With few answers a limit may lie beyond the scale: the curve ends there, and is not bent along the edge. */}
      <clipPath id={`${id}-plot`}>
        <rect x={PLOT.left} y={PLOT.top} width={PLOT.right - PLOT.left} height={PLOT.bottom - PLOT.top} />
      </clipPath>
      <g fill="none" stroke={ink} clip-path={`url(#${id}-plot)`}>
        {[0, 1].map((side) => (
          <path d={curve(({ outer }) => outer[side] ?? 0)} stroke-dasharray="2 4" stroke-width="1.5" />
        ))}
        {[0, 1].map((side) => (
          <path d={curve(({ inner }) => inner[side] ?? 0)} stroke-dasharray="9 5" stroke-width="1.5" />
        ))}
        <line x1={PLOT.left} x2={PLOT.right} y1={at(y(nation.percent))} y2={at(y(nation.percent))} stroke-width="2" />
      </g>
      {apart(names).map(({ text, y: height, weight }) => (
        <text x={PLOT.right + 6} y={at(height)} font-size="12" font-weight={weight} fill={quiet}>
          {text}
        </text>
      ))}
    </>
  );
};

/** A mark for each area, and the names of those that stand out. */
const Marks: FC<Scales & Pick<Props, "points">> = ({ x, y, points }) => {
  const standing = points
    .filter(({ shape }) => shape === "better" || shape === "worse")
    .map(({ label, base, percent }) => ({
      label,
      x: x(base),
      y: y(percent),
      isRight: x(base) + label.length * LETTER > PLOT.right,
    }));
  return (
    <>
      {points.map(({ label, base, percent, text, shape, band }) => (
        <path
          d={shapes[shape](x(base), y(percent))}
          fill={shape === "unbanded" ? "none" : colourOf(shape)}
          stroke={colourOf(shape)}
        >
          <title>{`${label}: ${text}, ${base.toLocaleString("en-GB")}. ${band}`}</title>
        </path>
      ))}
      {apart(standing).map(({ label, x: across, y: height, isRight }) => (
        <text
          x={at(across + (isRight ? -11 : 11))}
          y={at(height)}
          text-anchor={isRight ? "end" : "start"}
          font-size="13"
          stroke="#ffffff"
          stroke-width="3"
          paint-order="stroke"
        >
          {label}
        </text>
      ))}
    </>
  );
};

/** Each area by its number of answers and its percentage, between the limits that chance alone would set. */
export const FunnelChart: FC<Props> = ({ points, limits, nation, axes, unit = "%", table, ...words }) => {
  const drawn = limits.flatMap(({ base, inner, outer }) => (base >= 100 ? outer : inner));
  const domain = percentDomain([...points.map(({ percent }) => percent), ...drawn, nation.percent]);
  const most = Math.max(100, ...points.map(({ base }) => base), ...limits.map(({ base }) => base));
  const y = scaleLinear(domain, [PLOT.bottom, PLOT.top]);
  const x = scaleLinear([0, most], [PLOT.left, PLOT.right]);
  return (
    <ChartFigure {...words} width={WIDTH} height={HEIGHT} table={table}>
      <Axes x={x} y={y} base={axes.base} unit={unit} />
      <Curves id={words.id} x={x} y={y} limits={limits} nation={nation} axes={axes} />
      <Marks x={x} y={y} points={points} />
    </ChartFigure>
  );
};
