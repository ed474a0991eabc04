import { add, getBackend, getKernel, mul, registerKernel, scalar, tensor2d, tidy, unregisterKernel, variable } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import type { Gaussian, Latent, Model, Optimizer } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { autoencoder, gaussian } from '@autoencoders/models';
import type { AutoencoderOf } from '@autoencoders/models';
import type { Progress } from '../src/progress.js';

/** Every number of a model, running statistics included. */
export const weightsOf = (model: Pick<Model<any, any>, 'weights'>): number[] =>
  Object.values(leaves(model.weights)).flatMap((leaf) => Array.from(leaf.dataSync()));

/** 64 → 16 → 4 → 16 → 64. */
export const plainModel = (seed: number = 1): AutoencoderOf<Tensor2D, Latent> =>
  autoencoder({
    input: [64],
    encoder: chain(dense(16), relu, dense(4)),
    decoder: chain(dense(16), relu, dense(64)),
    output: sigmoid,
    seed,
  });

/** 64 → 16 → N(2) → 16 → 64. */
export const gaussianModel = (seed: number = 1): AutoencoderOf<Tensor2D, Gaussian> =>
  autoencoder({
    input: [64],
    encoder: chain(dense(16), relu),
    bottleneck: gaussian(2),
    decoder: chain(dense(16), relu, dense(64)),
    output: sigmoid,
    seed,
  });

/** y = w·x with one weight, for which every loss can be told by hand. */
export interface Tiny extends Model<Tensor2D> {
  readonly w: Variable;
  readonly value: () => number;
  readonly [Symbol.dispose]: () => void;
}

export function tiny(start: number, features: number = 1): Tiny {
  const w = tidy(() => variable(scalar(start)));
  const forward = (x: Tensor2D) => {
    const decode = (z: Tensor2D): Tensor2D => mul(z, w);
    const output = decode(x);
    return { codes: x, logits: output, output: () => output, decode };
  };
  return { input: [features], weights: { w }, forward, w, value: () => w.dataSync()[0]!, [Symbol.dispose]: () => w.dispose() };
}

/** Adds `by` to every weight at every step, whatever the gradients. */
export const walk = (by: number): Optimizer => ({
  init: () => ({}),
  update: (_, state, weights) => ({
    state,
    weights: Object.fromEntries(Object.entries(weights).map(([path, w]): [string, Tensor] => [path, add(w, by)])),
  }),
});

/** One column of numbers. */
export const column = (...values: readonly number[]): Tensor2D => tensor2d([...values], [values.length, 1]);

/** Trains to the end; gives every progress that was yielded. */
export async function all<K extends string>(training: AsyncIterable<Progress<K>>): Promise<Progress<K>[]> {
  const list: Progress<K>[] = [];
  for await (const progress of training) list.push(progress);
  return list;
}

/** Runs `f` on a backend that lacks `kernels`. */
export async function without<T>(kernels: readonly string[], f: () => T | Promise<T>): Promise<T> {
  const backend = getBackend();
  const taken = kernels.map((kernel) => getKernel(kernel, backend)!);
  kernels.forEach((kernel) => unregisterKernel(kernel, backend));
  try {
    return await f();
  } finally {
    taken.forEach(registerKernel);
  }
}
