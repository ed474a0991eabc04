import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Leaves } from '@autoencoders/core';

/**
 * The error of the gradients of `f`: their largest distance from the central differences (f(x + h) − f(x − h)) / 2h, over all
 * numbers of all inputs, divided by the largest difference. Right gradients have an error of about 1e-3 in float32, with the
 * default `h` of 1e-2.
 */
export function gradientError(f: (inputs: Leaves) => Scalar, inputs: Leaves, h: number = 1e-2): number {
  const gradients = tidy(() => valueAndGradients(() => f(inputs), inputs).gradients);
  let worst = 0;
  let scale = 1e-3;
  for (const [name, input] of Object.entries(inputs)) {
    const found = gradients[name]?.dataSync<'float32'>() ?? new Float32Array(input.size);
    const differences = centralDifferences((moved) => f({ ...inputs, [name]: moved }), input, h);
    for (const [i, difference] of differences.entries()) {
      worst = Math.max(worst, Math.abs(difference - found[i]!));
      scale = Math.max(scale, Math.abs(difference));
    }
    gradients[name]?.dispose();
  }
  return worst / scale;
}

function centralDifferences(f: (input: Tensor) => Scalar, input: Tensor, h: number): number[] {
  const values = input.dataSync<'float32'>();
  const at = (i: number, step: number): number =>
    tidy(() => {
      const moved = values.slice();
      moved[i]! += step;
      return f(tensor(moved, input.shape)).dataSync()[0]!;
    });
  return [...values.keys()].map((i) => (at(i, h) - at(i, -h)) / (2 * h));
}

/** Throws when the error of the gradients of `f`, as `gradientError` gives it, is above `tolerance` (default 5e-3). */
export function checkGradients(
  f: (inputs: Leaves) => Scalar,
  inputs: Leaves,
  { tolerance = 5e-3, h = 1e-2 }: { tolerance?: number; h?: number } = {},
): void {
  const error = gradientError(f, inputs, h);
  if (!(error <= tolerance))
    throw new Error(`gradients and central differences differ by ${error.toExponential(2)} of the largest, ${tolerance} is allowed`);
}
