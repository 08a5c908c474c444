/** A line of points: x in the unit of the axis, y in per cent. */
type Line = { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] };

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 300, 60, 20, 20, 50];

const dashes = ["", "6 4", "2 3"];

/** A line plot as SVG, readable without colour: lines differ by their dashes and are named at their ends. */
export function plot(
  title: string,
  axes: {
    readonly x: string;
    readonly y: string;
    readonly from: number;
    readonly to: number;
    readonly wanted?: readonly [number, number];
  },
  lines: readonly Line[],
): string {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(([x]) => x)))].toSorted((a, b) => a - b);
  const xOf = (x: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (xs.indexOf(x) + 0.5)) / xs.length;
  const yOf = (y: number) => TOP + ((HEIGHT - TOP - BOTTOM) * (axes.to - y)) / (axes.to - axes.from);
  const band = axes.wanted
    ? [
        `<rect x="${LEFT}" y="${yOf(axes.wanted[1])}" width="${WIDTH - LEFT - RIGHT}" height="${yOf(axes.wanted[0]) - yOf(axes.wanted[1])}" fill="#eee"/>`,
      ]
    : [];
  const ticks = [0, 1, 2, 3, 4].map((step) => axes.from + ((axes.to - axes.from) * step) / 4);
  const text = (x: number, y: number, words: string, anchor = "middle") =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="${title}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...band,
    ...ticks.flatMap((tick) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${yOf(tick)}" y2="${yOf(tick)}" stroke="#ccc"/>`,
      text(LEFT - 6, yOf(tick) + 4, String(Math.round(tick * 10) / 10), "end"),
    ]),
    ...xs.map((x) => text(xOf(x), HEIGHT - BOTTOM + 18, String(x))),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, axes.x),
    text(LEFT, TOP - 6, axes.y, "start"),
    ...lines.flatMap(({ name, points }, index) => {
      const path = points.map(([x, y]) => `${xOf(x).toFixed(1)},${yOf(y).toFixed(1)}`).join(" ");
      const [x, y] = points.at(-1) ?? [0, 0];
      return [
        `<polyline points="${path}" fill="none" stroke="#000" stroke-width="2" stroke-dasharray="${dashes[index % dashes.length]}"/>`,
        ...points.map(([at, value]) => `<circle cx="${xOf(at).toFixed(1)}" cy="${yOf(value).toFixed(1)}" r="3"/>`),
        text(xOf(x), yOf(y) + (index % 2 === 0 ? -8 : 18), name, "end"),
      ];
    }),
    "</svg>\n",
  ].join("\n");
}
