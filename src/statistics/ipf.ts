/**
 * Iterative proportional fitting (Deming and Stephan 1940): the joint distribution that has given margins and is
 * otherwise as even as its start. Of margins of tables that overlap it is the log-linear model without any association
 * beyond theirs.
 */

/** Counts over some of the axes of a larger array, the last axis running fastest. */
export type Margin = {
  /** Places of its axes in the larger array, ascending. */
  readonly axes: readonly number[];
  readonly counts: ArrayLike<number>;
};

export type Fit = {
  readonly counts: Float64Array;
  /** Largest difference between a margin and the fit's, relative to the margin. */
  readonly error: number;
};

const cellsIn = (sizes: readonly number[]) => sizes.reduce((product, size) => product * size, 1);

/** For each cell of an array, the cell of a margin that it falls into. */
function cellsOfMargin(sizes: readonly number[], axes: readonly number[]): Int32Array {
  const target = new Int32Array(cellsIn(sizes));
  for (let cell = 0; cell < target.length; cell++) {
    let [rest, at, stride] = [cell, 0, 1];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const size = sizes[axis] ?? 1;
      if (axes.includes(axis)) {
        at += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    target[cell] = at;
  }
  return target;
}

function add(sums: Float64Array, at: number, n: number) {
  sums[at] = (sums[at] ?? 0) + n;
}

const CYCLES = 100;
const CLOSE_ENOUGH = 1e-8;

/**
 * Fits counts to margins, one after the other, until all of them hold.
 *
 * @param sizes Of the axes.
 * @param margins That agree with each other; else the last ones hold best, and `error` says how far the others are off.
 * @param start What is associated to begin with; all ones where it is left out.
 */
export function fitMargins(sizes: readonly number[], margins: readonly Margin[], start?: ArrayLike<number>): Fit {
  const counts = start === undefined ? new Float64Array(cellsIn(sizes)).fill(1) : Float64Array.from(start);
  const known = margins.map(({ axes, counts: wanted }) => ({
    wanted,
    target: cellsOfMargin(sizes, axes),
    sums: new Float64Array(wanted.length),
  }));
  let error = 0;
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    error = 0;
    for (const { wanted, target, sums } of known) {
      sums.fill(0);
      for (let cell = 0; cell < counts.length; cell++) add(sums, target[cell] ?? 0, counts[cell] ?? 0);
      for (let at = 0; at < sums.length; at++) {
        const [is, want] = [sums[at] ?? 0, wanted[at] ?? 0];
        if (want > 0) error = Math.max(error, Math.abs(is - want) / want);
        sums[at] = is > 0 ? want / is : 0;
      }
      for (let cell = 0; cell < counts.length; cell++)
        counts[cell] = (counts[cell] ?? 0) * (sums[target[cell] ?? 0] ?? 0);
    }
    if (error < CLOSE_ENOUGH) break;
  }
  return { counts, error };
}

const isWithin = (few: readonly number[], many: readonly number[]) => few.every((axis) => many.includes(axis));

/** Added to nobody: a cell that noise took to zero may still be needed for the margins above it to hold. */
const HARDLY_ANY = 1e-3;

/**
 * Makes noisy tables agree: negative counts are clipped, and each table is fitted to those within it, the smallest first.
 * Where all tables within a table are given, any two of them then agree on what they share.
 */
export function agreeingMargins(sizes: readonly number[], noisy: readonly Margin[]): readonly Margin[] {
  const agreed: Margin[] = [];
  for (const { axes, counts } of noisy.toSorted((one, other) => one.axes.length - other.axes.length)) {
    const clipped = Float64Array.from(counts, (n) => Math.max(HARDLY_ANY, n));
    const within = agreed
      .filter((one) => isWithin(one.axes, axes))
      .map((one) => ({ axes: one.axes.map((axis) => axes.indexOf(axis)), counts: one.counts }));
    const own = axes.map((axis) => sizes[axis] ?? 1);
    agreed.push({ axes, counts: within.length === 0 ? clipped : fitMargins(own, within, clipped).counts });
  }
  return agreed;
}

/** The joint counts that noisy tables of them make likely, and how far their margins are from the tables once these agree. */
export function modelledJoint(sizes: readonly number[], noisy: readonly Margin[]): Fit {
  const agreed = agreeingMargins(sizes, noisy);
  const largest = agreed.filter(
    ({ axes }) => !agreed.some((other) => other.axes.length > axes.length && isWithin(axes, other.axes)),
  );
  return fitMargins(sizes, largest);
}
