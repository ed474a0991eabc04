import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { adam, normal, uniform } from '@autoencoders/core';
import { affine, pointwiseLoss, valueAndGradients } from '@autoencoders/core/operations';
import type { Leaves, Weights } from '@autoencoders/core';

/** A dense autoencoder that is trained to time its steps. */
export interface TimedModel {
  /** Sizes of its layers. Default 784-256-32-256-784. */
  readonly sizes: readonly number[];
  /** Examples per step. Default 128. */
  readonly batch: number;
  /** Steps that are timed, after one that is not. Default 5. */
  readonly steps: number;
}

/** Milliseconds of a training step on the current backend, the median. The first step is not timed, as it compiles kernels. */
export async function millisecondsOfStep({ sizes, batch, steps }: TimedModel): Promise<number> {
  const x: Tensor2D = uniform([batch, sizes[0]!], 1);
  const optimizer = adam();
  let weights: Leaves = tidy(() =>
    Object.fromEntries(
      sizes.slice(1).flatMap((size, i) => [
        [`${i}.kernel`, normal([sizes[i]!, size], i + 2, 0, 0.05)],
        [`${i}.bias`, normal([size], i + 50, 0, 0.05)],
      ]),
    ),
  );
  let state: Weights = tidy(() => optimizer.init(weights));
  const times: number[] = [];
  try {
    for (let step = 0; step <= steps; step++) {
      const start = performance.now();
      const old = [weights, state];
      const next = tidy(() => {
        const { value, gradients } = valueAndGradients(() => errorOf(x, weights, sizes.length - 1), weights);
        return { value, ...optimizer.update(gradients, state, weights, { step, epoch: 0 }) } as never;
      }) as { value: Scalar; weights: Leaves; state: Weights };
      // Reading waits for the step to be done.
      await next.value.data();
      times.push(performance.now() - start);
      [weights, state] = [next.weights, next.state];
      dispose([next.value, ...old] as never);
    }
  } finally {
    dispose([x, weights, state] as never);
  }
  return times.slice(1).sort((a, b) => a - b)[Math.floor(steps / 2)]!;
}

function errorOf(x: Tensor2D, weights: Leaves, layers: number): Scalar {
  let y = x;
  for (let i = 0; i < layers; i++)
    y = affine(y, weights[`${i}.kernel`] as Tensor2D, weights[`${i}.bias`] as Tensor1D, {
      activation: { activation: i === layers - 1 ? 'linear' : 'relu' },
    });
  return pointwiseLoss('squared', y, x, 1 / x.shape[0]);
}
