import {
  add,
  atan2,
  concat,
  cos,
  div,
  divNoNan,
  less,
  mul,
  norm,
  sin,
  sub,
  tensor1d,
  tensor2d,
  tidy,
  tile,
  where,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkOptions, showShape } from '@autoencoders/core/operations';
import type { Range } from '@autoencoders/core';

/** A path between two codes, `[1, latents]` each: the codes at t, `[steps, 1]` from 0 to 1, as `[steps, latents]`. */
export type InterpolationPath = (from: Tensor2D, to: Tensor2D, t: Tensor2D) => Tensor2D;

/**
 * The straight line: (1 − t)·a + t·b.
 *
 * @param from The code a.
 * @param to The code b.
 */
export const lerp: InterpolationPath = (from, to, t) => tidy(() => add(mul(from, sub(1, t)), mul(to, t)));

/** Below this sine of the angle, rounding would dominate the path on the sphere, so `slerp` takes the straight line. */
const STRAIGHT = 1e-4;

/**
 * Spherical interpolation: sin((1 − t)·Ω) / sin Ω · a + sin(t·Ω) / sin Ω · b, with Ω the angle between a and b. The length changes from
 * that of a to that of b. Where Ω is 0 or π, it is the straight line. Codes from a Gaussian prior with many latents lie near a sphere. This
 * path stays near it; the straight line passes through the middle, where there are no codes. Shoemake 1985; White, "Sampling generative
 * networks", 2016.
 */
export const slerp: InterpolationPath = (from, to, t) =>
  tidy(() => {
    // Ω / 2 from the unit vectors' difference and sum: the arc cosine would lose half of the digits near 0 and near π.
    const [a, b] = [from, to].map((code) => divNoNan(code, norm(code))) as [Tensor2D, Tensor2D];
    const half = atan2(norm(sub(a, b)), norm(add(a, b)));
    const angle = mul(2, half);
    const sine = mul(2, mul(sin(half), cos(half)));
    const round = add(mul(from, div(sin(mul(sub(1, t), angle)), sine)), mul(to, div(sin(mul(t, angle)), sine))) as Tensor2D;
    return where(less(sine, STRAIGHT), lerp(from, to, t), round);
  });

/** `steps` places from 0 to 1, both ends included: `[steps, 1]`. Not linspace, which adds up its steps and so misses the end. */
export const places = (steps: number): Tensor2D =>
  tensor2d(
    Float32Array.from({ length: steps }, (_, i) => i / (steps - 1)),
    [steps, 1],
  );

/** Options of `traversal`. */
export interface TraversalOptions {
  /** The latents to change, counted from 0. Default all. */
  readonly latents?: readonly number[];
  /** The range of every latent, or one range for each. Default −3 to 3, where nearly all of a Gaussian prior lies. */
  readonly range?: Range | readonly Range[];
  /** The number of values of each latent, both ends included. Default 9. */
  readonly steps?: number;
}

/**
 * Copies of a code in which one latent at a time goes through its range: `[1, latents] → [moved × steps, latents]`, one latent after
 * another. Decoded, they show what each latent does. The caller disposes of them. Throws when `code` is not a single code, when a latent
 * does not exist, and when ranges do not fit. Higgins et al., "β-VAE", 2017, figure 3.
 */
export function traversal(code: Tensor2D, options: TraversalOptions = {}): Tensor2D {
  check(
    code.rank === 2 && code.shape[0] === 1 && code.size > 0,
    () => `traversal: the code must be a single one, [1, latents], not ${showShape(code.shape)}`,
  );
  checkOptions('traversal', options, { latents: true, range: true, steps: true });
  const size = code.shape[1];
  const { latents = Array.from({ length: size }, (_, i) => i), range = [-3, 3], steps = 9 } = options;
  checkInteger('traversal', 'steps', steps, 2);
  for (const latent of latents) checkInteger('traversal', 'latents', latent, 0, size - 1);
  const ranges = isOne(range) ? latents.map(() => range) : range;
  check(
    ranges.length === latents.length && ranges.every(([least, greatest]) => least < greatest && Number.isFinite(greatest - least)),
    () => `traversal: range must be [least, greatest], or one such pair for each of the ${latents.length} latents`,
  );
  return tidy(() => {
    const t = places(steps);
    const moved = latents.map((latent, i): Tensor => {
      const [least, greatest] = ranges[i]!;
      const here = tensor1d(Float32Array.from({ length: size }, (_, j) => (j === latent ? 1 : 0)));
      const values = add(mul(t, greatest - least), least);
      return add(mul(tile(code, [steps, 1]), sub(1, here)), mul(values, here));
    });
    return concat(moved) as Tensor2D;
  });
}

const isOne = (range: Range | readonly Range[]): range is Range => typeof range[0] === 'number';
