/** What is left of a variable once the earlier ones are taken out, below which it is held to be one of their sums. */
const NEGLIGIBLE = 1e-10;

export const zeros = (length: number): number[] => Array.from({ length }, () => 0);

export type Solved = {
  readonly solution: readonly number[];
  /** How many of the variables say something that the others do not. */
  readonly rank: number;
  /** c' A^-1 c, over the variables that count. */
  readonly quadratic: (c: readonly number[]) => number;
};

/**
 * Solves A x = b for a symmetrical matrix with no negative eigenvalue, by Cholesky's factors. A variable that is a sum of
 * earlier ones gets 0 and is left out, as R's lm leaves it out.
 */
export function choleskySolve(a: readonly (readonly number[])[], b: readonly number[]): Solved {
  const n = b.length;
  const factor = Array.from({ length: n }, () => zeros(n));
  const at = (row: number, column: number) => factor[row]?.[column] ?? 0;
  const used: boolean[] = [];
  for (let j = 0; j < n; j++) {
    let pivot = a[j]?.[j] ?? 0;
    for (let k = 0; k < j; k++) pivot -= at(j, k) ** 2;
    used[j] = pivot > NEGLIGIBLE * (a[j]?.[j] ?? 0);
    if (used[j] !== true) continue;
    const root = Math.sqrt(pivot);
    for (let i = j; i < n; i++) {
      let value = a[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) value -= at(i, k) * at(j, k);
      const row = factor[i];
      if (row) row[j] = i === j ? root : value / root;
    }
  }
  /** L z = c. */
  const forward = (c: readonly number[]) => {
    const z = zeros(n);
    for (let i = 0; i < n; i++) {
      if (used[i] !== true) continue;
      let value = c[i] ?? 0;
      for (let k = 0; k < i; k++) value -= at(i, k) * (z[k] ?? 0);
      z[i] = value / at(i, i);
    }
    return z;
  };
  const z = forward(b);
  const solution = zeros(n);
  for (let i = n - 1; i >= 0; i--) {
    if (used[i] !== true) continue;
    let value = z[i] ?? 0;
    for (let k = i + 1; k < n; k++) value -= at(k, i) * (solution[k] ?? 0);
    solution[i] = value / at(i, i);
  }
  return {
    solution,
    rank: used.filter(Boolean).length,
    quadratic: (c) => forward(c).reduce((sum, value) => sum + value * value, 0),
  };
}
