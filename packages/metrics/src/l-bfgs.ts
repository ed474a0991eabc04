/** The value and the gradient of a function at one point. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** When to stop. */
export interface Ending {
  /** The largest number of steps. */
  readonly iterations: number;
  /** Stops when no number of the gradient is larger than this. */
  readonly tolerance: number;
}

/** The number of steps that are remembered. */
const MEMORY = 10;
/** The share of the predicted decrease that a step must reach. */
const ENOUGH = 1e-4;
/** After this many halvings the search stops: the value is as low as its precision can show. */
const HALVINGS = 30;

/** A step s and how the gradient y changed along it. */
interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

/**
 * The minimum of a convex function with a gradient, starting at `start`. Limited-memory BFGS; steps are halved until they descend enough.
 * Liu & Nocedal 1989; Nocedal & Wright, "Numerical optimization", 2006, algorithms 7.4 and 3.1.
 */
export async function minimize(
  f: (x: Float64Array) => Promise<Slope>,
  start: Float64Array,
  { iterations, tolerance }: Ending,
): Promise<Float64Array> {
  let x = start;
  let here = await f(x);
  const steps: Step[] = [];
  for (let i = 0; i < iterations && here.gradient.some((g) => Math.abs(g) > tolerance); i++) {
    const direction = directionOf(here.gradient, steps);
    const found = await search(f, x, here, direction, steps.length > 0 ? 1 : 1 / norm(here.gradient));
    if (!found) break;
    const s = found.x.map((value, j) => value - x[j]!);
    const y = found.slope.gradient.map((value, j) => value - here.gradient[j]!);
    // For a convex function s·y is above 0, except for rounding. Other steps would make directions that do not descend.
    if (dot(s, y) > 0) steps.push({ s, y });
    if (steps.length > MEMORY) steps.shift();
    [x, here] = [found.x, found.slope];
  }
  return x;
}

/** −H·gradient, with H the approximate inverse of the second derivatives that the steps show: algorithm 7.4. */
function directionOf(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = steps.map(() => 0);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { s, y } = steps[i]!;
    alphas[i] = dot(s, q) / dot(s, y);
    q.forEach((value, j) => (q[j] = value - alphas[i]! * y[j]!));
  }
  const last = steps.at(-1);
  const scale = last ? dot(last.s, last.y) / dot(last.y, last.y) : 1;
  const r = q.map((value) => value * scale);
  for (const [i, { s, y }] of steps.entries()) {
    const beta = dot(y, r) / dot(s, y);
    r.forEach((value, j) => (r[j] = value + (alphas[i]! - beta) * s[j]!));
  }
  return r;
}

/** The first of x + t·direction, t = `first`, `first` / 2 …, that descends enough: algorithm 3.1. */
async function search(
  f: (x: Float64Array) => Promise<Slope>,
  x: Float64Array,
  here: Slope,
  direction: Float64Array,
  first: number,
): Promise<{ x: Float64Array; slope: Slope } | undefined> {
  const promised = dot(here.gradient, direction);
  for (let halvings = 0, t = first; halvings < HALVINGS; halvings++, t /= 2) {
    const next = x.map((value, j) => value + t * direction[j]!);
    const slope = await f(next);
    if (slope.value <= here.value + ENOUGH * t * promised) return { x: next, slope };
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
