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

interface Place {
  point: Float64Array;
  gradient: Float64Array;
  value: number;
}

/** Halves the way from `from` until the value sinks enough. @returns undefined where it does not */
function search(objective: Objective, from: Place, way: Float64Array, slope: number, first: number): Place | undefined {
  const point = new Float64Array(way.length);
  const gradient = new Float64Array(way.length);
  let length = first;
  for (let halving = 0; halving <= maxHalvings; halving++) {
    for (let i = 0; i < point.length; i++) point[i] = from.point[i]! + length * way[i]!;
    const value = objective(point, gradient);
    if (value <= from.value + decrease * length * slope) return { point, gradient, value };
    length /= 2;
  }
  return undefined;
}

/** What the move from one place to the next tells of the curvature; undefined where it is too flat to tell. */
function stepBetween(from: Place, to: Place): Step | undefined {
  const moved = to.point.map((x, i) => x - from.point[i]!);
  const turned = to.gradient.map((g, i) => g - from.gradient[i]!);
  const curvature = dot(moved, turned);
  return curvature > 1e-10 ? { moved, turned, rho: 1 / curvature } : undefined;
}

/** @returns the point found, from `start` on */
export function minimise(objective: Objective, start: Float64Array, { iterations, tolerance }: Limits): Float64Array {
  const gradient = new Float64Array(start.length);
  let place: Place = { point: start, gradient, value: objective(start, gradient) };
  const steps: Step[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const way = direction(place.gradient, steps);
    const slope = dot(way, place.gradient);
    if (slope >= 0) return place.point;
    const first = iteration ? 1 : 1 / Math.max(1, Math.sqrt(dot(place.gradient, place.gradient)));
    const next = search(objective, place, way, slope, first);
    if (!next) return place.point;
    const step = stepBetween(place, next);
    if (step) steps.push(step);
    if (steps.length > memory) steps.shift();
    const done = place.value - next.value < tolerance * Math.max(1, Math.abs(place.value));
    place = next;
    if (done) break;
  }
  return place.point;
}
