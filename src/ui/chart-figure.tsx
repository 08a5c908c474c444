import type { Child, FC } from "hono/jsx";
import { Details } from "./details.tsx";

/**
 * What every chart stands in: a figure with its title in words, a box that scrolls on a narrow screen, and the same
 * figures as a table beneath. Colour is never the only difference: shapes, dashes and labels say the same.
 */
export type ChartWords = {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in one or two sentences, for those who do not see it. */
  readonly description: string;
  /** What opens the table: "Show these figures as a table". */
  readonly showTable: string;
  /** What the marks and lines mean, read by everyone. */
  readonly legend: readonly string[];
};

type FigureProps = ChartWords & {
  readonly width: number;
  readonly height: number;
  readonly table: Child;
  readonly children?: Child;
};

export const ink = "#0b0c0c";
export const faint = "#b1b4b6";
export const quiet = "#505a5f";
export const strong = "#144e81";
export const second = "#7a3b00";

export const ChartFigure: FC<FigureProps> = (props) => (
  <figure class="chart" id={props.id}>
    <figcaption class="govuk-heading-s">{props.title}</figcaption>
    <section class="chart__scroll" aria-labelledby={`${props.id}-desc`} tabindex={0}>
      <svg
        xmlns="http://www.w3.org/2000/svg"
        class="chart__drawing"
        role="img"
        aria-labelledby={`${props.id}-title ${props.id}-desc`}
        viewBox={`0 0 ${props.width} ${props.height}`}
        width={props.width}
        height={props.height}
        font-family="arial, sans-serif"
        font-size="14"
        fill={ink}
      >
        <title id={`${props.id}-title`}>{props.title}</title>
        <desc id={`${props.id}-desc`}>{props.description}</desc>
        {props.children}
      </svg>
    </section>
    {props.legend.length > 0 && (
      <ul class="govuk-list govuk-list--bullet chart__key">
        {props.legend.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    )}
    <Details summary={props.showTable} text={props.table} />
  </figure>
);

/** Positions in a drawing, to a tenth: enough for the eye, and the same text for the same figures. */
export const at = (position: number) => Math.round(position * 10) / 10;

/** A range of whole tens around all values, at least 20 points wide, within 0 to 100. */
export function percentDomain(values: readonly number[]): readonly [number, number] {
  const low = Math.max(0, Math.floor(Math.min(...values, 100) / 10) * 10);
  const high = Math.min(100, Math.ceil(Math.max(...values, 0) / 10) * 10);
  if (low > high) return [0, 100];
  if (high - low >= 20) return [low, high];
  return low >= 80 ? [low - 10, high] : [low, Math.min(100, low + 20)];
}
