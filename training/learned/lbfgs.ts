/** Minimises a smooth function by L-BFGS with a backtracking line search; deterministic. */

/** Writes the gradient at `point` into `gradient` and returns the value. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Limits {
  iterations: number;
  /** Stop when an iteration lowers the value by less than this share. */
  tolerance: number;
}

const memory = 6;
const maxHalvings = 20;
/** Sufficient decrease in the sense of Armijo. */
const decrease = 1e-4;

const dot = (a: Float64Array, b: Float64Array) => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

interface Step {
  moved: Float64Array;
  turned: Float64Array;
  rho: number;
}

/** The two-loop recursion: −H·gradient. */
function direction(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const found = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { moved, turned, rho } of steps.toReversed()) {
    const alpha = rho * dot(moved, found);
    alphas.push(alpha);
    for (let i = 0; i < found.length; i++) found[i]! -= alpha * turned[i]!;
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.turned, last.turned));
    for (let i = 0; i < found.length; i++) found[i]! *= scale;
  }
  for (const { moved, turned, rho } of steps) {
    const beta = alphas.pop()! - rho * dot(turned, found);
    for (let i = 0; i < found.length; i++) found[i]! += beta * moved[i]!;
  }
  return found;
}

/** @returns the point found, from `start` on */
export function minimise(objective: Objective, start: Float64Array, { iterations, tolerance }: Limits): Float64Array {
  let point = start;
  let gradient = new Float64Array(point.length);
  let value = objective(point, gradient);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const way = direction(gradient, steps);
    const slope = dot(way, gradient);
    if (slope >= 0) return point;
    let length = iteration ? 1 : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
    const next = new Float64Array(point.length);
    const nextGradient = new Float64Array(point.length);
    let nextValue = value;
    for (let halving = 0; ; halving++) {
      for (let i = 0; i < next.length; i++) next[i] = point[i]! + length * way[i]!;
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + decrease * length * slope) break;
      if (halving >= maxHalvings) return point;
      length /= 2;
    }
    const moved = next.map((x, i) => x - point[i]!);
    const turned = nextGradient.map((g, i) => g - gradient[i]!);
    const curvature = dot(moved, turned);
    if (curvature > 1e-10) {
      steps.push({ moved, turned, rho: 1 / curvature });
      if (steps.length > memory) steps.shift();
    }
    const done = value - nextValue < tolerance * Math.max(1, Math.abs(value));
    point = next;
    gradient = nextGradient;
    value = nextValue;
    if (done) break;
  }
  return point;
}
