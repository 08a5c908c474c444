/**
 * Regularised least squares over many sums of the same unknowns: what an attacker does with a release.
 *
 * Unknown u has a prior mean of 0 and a variance; a table tells sums of unknowns, each in one of its cells at most, with
 * an error of known variance. The estimate is the posterior mean of the normal model,
 * `D A' (A D A' + V)^-1 y`, found by conjugate gradients (Hestenes and Stiefel 1952) with the diagonal as preconditioner.
 */
export type Layer = {
  /** For each unknown, the cell that it is added to; -1 for none that is shown. */
  readonly target: Int32Array;
  /** What each unknown is multiplied by in this table's sums; null for 1. */
  readonly weight: Float64Array | null;
  /** Of each cell, what was told less what the prior foresees; and the variance of its error. */
  readonly told: Float64Array;
  readonly error: Float64Array;
};

export type System = { readonly variance: Float64Array; readonly layers: readonly Layer[] };

/** Stop when what is left is this part of what was told, or after so many steps. */
const TOLERANCE = 1e-3;
const STEPS_AT_MOST = 400;

type Vectors = readonly Float64Array[];

const like = (layers: readonly Layer[]): Vectors => layers.map(({ told }) => new Float64Array(told.length));

function dot(left: Vectors, right: Vectors): number {
  let sum = 0;
  for (const [at, vector] of left.entries()) {
    const other = right[at];
    if (other === undefined) continue;
    for (let cell = 0; cell < vector.length; cell++) sum += (vector[cell] ?? 0) * (other[cell] ?? 0);
  }
  return sum;
}

/** into = left + factor * right */
function addScaled(into: Vectors, left: Vectors, factor: number, right: Vectors): void {
  for (const [at, vector] of into.entries()) {
    const [one, other] = [left[at], right[at]];
    if (one === undefined || other === undefined) continue;
    for (let cell = 0; cell < vector.length; cell++) vector[cell] = (one[cell] ?? 0) + factor * (other[cell] ?? 0);
  }
}

/** D A' v: what the cells' numbers say of each unknown. */
function spread({ variance, layers }: System, values: Vectors, into: Float64Array): void {
  into.fill(0);
  for (const [at, { target, weight }] of layers.entries()) {
    const vector = values[at];
    if (vector === undefined) continue;
    for (let unknown = 0; unknown < target.length; unknown++) {
      const cell = target[unknown] ?? -1;
      if (cell >= 0)
        into[unknown] = (into[unknown] ?? 0) + (weight === null ? 1 : (weight[unknown] ?? 0)) * (vector[cell] ?? 0);
    }
  }
  for (let unknown = 0; unknown < into.length; unknown++)
    into[unknown] = (into[unknown] ?? 0) * (variance[unknown] ?? 0);
}

/** A x: the sums of the unknowns. */
function gather({ layers }: System, unknowns: Float64Array, into: Vectors): void {
  for (const [at, { target, weight }] of layers.entries()) {
    const vector = into[at];
    if (vector === undefined) continue;
    vector.fill(0);
    for (let unknown = 0; unknown < target.length; unknown++) {
      const cell = target[unknown] ?? -1;
      if (cell >= 0)
        vector[cell] = (vector[cell] ?? 0) + (weight === null ? 1 : (weight[unknown] ?? 0)) * (unknowns[unknown] ?? 0);
    }
  }
}

/** One over the diagonal of A D A' + V; 0 for a cell that counts nobody. */
function preconditioner({ variance, layers }: System): Vectors {
  return layers.map(({ target, weight, error }) => {
    const diagonal = Float64Array.from(error);
    for (const [unknown, cell] of target.entries()) {
      const factor = weight === null ? 1 : (weight[unknown] ?? 0);
      if (cell >= 0) diagonal[cell] = (diagonal[cell] ?? 0) + factor * factor * (variance[unknown] ?? 0);
    }
    return diagonal.map((value) => (value > 0 ? 1 / value : 0));
  });
}

const times = (left: Vectors, right: Vectors, into: Vectors) => {
  for (const [at, vector] of into.entries()) {
    for (let cell = 0; cell < vector.length; cell++) vector[cell] = (left[at]?.[cell] ?? 0) * (right[at]?.[cell] ?? 0);
  }
};

/** The posterior mean of each unknown. @param told Instead of the layers' own, to ask what other figures would say. */
export function solve(system: System, told: Vectors = system.layers.map((layer) => layer.told)): Float64Array {
  const { variance, layers } = system;
  const inverse = preconditioner(system);
  const [multipliers, image, scaled] = [like(layers), like(layers), like(layers)];
  const left: Vectors = told.map((vector) => Float64Array.from(vector));
  const spreading = new Float64Array(variance.length);

  times(inverse, left, scaled);
  const direction: Vectors = scaled.map((vector) => Float64Array.from(vector));
  let energy = dot(left, scaled);
  const enough = energy * TOLERANCE ** 2;
  for (let step = 0; step < STEPS_AT_MOST && energy > enough; step++) {
    spread(system, direction, spreading);
    gather(system, spreading, image);
    for (const [at, { error }] of layers.entries()) {
      const [onto, along] = [image[at], direction[at]];
      if (onto === undefined || along === undefined) continue;
      for (let cell = 0; cell < onto.length; cell++)
        onto[cell] = (onto[cell] ?? 0) + (error[cell] ?? 0) * (along[cell] ?? 0);
    }
    const length = energy / dot(direction, image);
    addScaled(multipliers, multipliers, length, direction);
    addScaled(left, left, -length, image);
    times(inverse, left, scaled);
    const next = dot(left, scaled);
    addScaled(direction, scaled, next / energy, direction);
    energy = next;
  }
  const mean = new Float64Array(variance.length);
  spread(system, multipliers, mean);
  return mean;
}

/**
 * How much of each unknown's variance the release takes away, as a share of it: estimated by solving for releases that
 * are drawn from the model itself, whose posterior means vary by just that much.
 *
 * @param normal Standard normal numbers.
 * @param draws The relative error of a share is the root of two over this.
 */
export function learnt(system: System, normal: () => number, draws: number): Float64Array {
  const { variance, layers } = system;
  const sums = new Float64Array(variance.length);
  const unknowns = new Float64Array(variance.length);
  for (let draw = 0; draw < draws; draw++) {
    for (let unknown = 0; unknown < unknowns.length; unknown++)
      unknowns[unknown] = Math.sqrt(variance[unknown] ?? 0) * normal();
    const told = like(layers);
    gather(system, unknowns, told);
    for (const [at, { error }] of layers.entries()) {
      const vector = told[at];
      if (vector === undefined) continue;
      for (let cell = 0; cell < vector.length; cell++)
        vector[cell] = (vector[cell] ?? 0) + Math.sqrt(error[cell] ?? 0) * normal();
    }
    const mean = solve(system, told);
    for (let unknown = 0; unknown < sums.length; unknown++)
      sums[unknown] = (sums[unknown] ?? 0) + (mean[unknown] ?? 0) ** 2;
  }
  return sums.map((sum, unknown) => {
    const whole = (variance[unknown] ?? 0) * draws;
    return whole > 0 ? Math.min(1, sum / whole) : 0;
  });
}
