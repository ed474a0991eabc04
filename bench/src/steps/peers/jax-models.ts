import { lax, nn, numpy as np, random } from '@jax-js/jax';
import { BATCH } from '../tasks.js';
import type { LayerSpec, ModelTask } from '../tasks.js';

/** Kernel and bias of each layer. A type, not an interface: jax-js takes only these for its trees. */
export type Params = { w: np.Array; b: np.Array }[];

/** The loss of a batch `x`: `[128, 784]`, or `[128, 1, 28, 28]`; `key` is for what is random. All are consumed. */
export type LossOf = (params: Params, x: np.Array, key: np.Array) => np.Array;

/** The task's loss, from jax-js's own functions. */
export function lossOf(task: ModelTask): LossOf {
  if (task.loss === 'elbo') return elbo(task.layers);
  return (params, x, key) => {
    const output = task.layers.reduce((h, spec, i) => layer(spec, params[i]!, h), noisy(x.ref, key, task.noise));
    const squares = np.square(output.sub(x));
    return task.loss === 'meanSquaredError' ? squares.mean() : squares.sum().div(BATCH);
  };
}

function noisy(x: np.Array, key: np.Array, stddev: number): np.Array {
  if (stddev > 0) return np.clip(x.add(random.normal(key, [...x.shape]).mul(stddev)), 0, 1);
  key.dispose();
  return x;
}

const elbo =
  (layers: readonly LayerSpec[]): LossOf =>
  (params, x, key) => {
    const apply = (i: number, h: np.Array): np.Array => layer(layers[i]!, params[i]!, h);
    const hidden = apply(0, x.ref);
    const [mean, logVar] = [apply(1, hidden.ref), apply(2, hidden)];
    const codes = mean.ref.add(np.exp(logVar.ref.mul(0.5)).mul(random.normal(key, [...mean.shape])));
    const logits = apply(4, apply(3, codes));
    // nn.softplus overflows; this is the same for logits of any size.
    const softplus = np.maximum(logits.ref, 0).add(np.log1p(np.exp(np.absolute(logits.ref).neg())));
    const likelihood = softplus.sub(x.mul(logits)).sum();
    const kl = np.square(mean).add(np.exp(logVar.ref)).sub(logVar.add(1)).sum().mul(0.5);
    return likelihood.add(kl).div(BATCH);
  };

const activations = { relu: nn.relu, sigmoid: nn.sigmoid, linear: (x: np.Array) => x } as const;

function layer({ kind, activation, side, inputs }: LayerSpec, { w, b }: Params[number], x: np.Array): np.Array {
  const z = { dense, convolution, transposed }[kind](x, w, [BATCH, side, side, inputs]);
  return activations[activation](z.add(b));
}

/** jax-js stores images plane by plane; the code layers read and write them pixel by pixel. */
function dense(x: np.Array, w: np.Array): np.Array {
  return np.matmul(x.ndim === 4 ? x.transpose([0, 2, 3, 1]).reshape([BATCH, -1]) : x, w);
}

const convolution = (x: np.Array, w: np.Array): np.Array => lax.conv(x, w, [2, 2], 'SAME');

const transposed = (x: np.Array, w: np.Array, shape: number[]): np.Array =>
  lax.convTranspose(x.ndim === 2 ? x.reshape(shape).transpose([0, 3, 1, 2]) : x, w, [2, 2], 'SAME', { transposeKernel: true });
