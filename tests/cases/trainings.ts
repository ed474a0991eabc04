import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { adam, adamW, clipByGlobalNorm, cosineDecay, exponentialDecay, parameterGroups, seeded, sgd, uniform } from '@autoencoders/core';
import type { ArrayDataset, Dataset, Optimizer } from '@autoencoders/core';
import { batchNorm, center, chain, conv2d, conv2dTranspose, dense, dropout, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import {
  auxK,
  binaryCrossEntropy,
  gaussianKl,
  linearWarmUp,
  meanSquaredError,
  softmaxCrossEntropy,
  squaredError,
  weighted,
} from '@autoencoders/losses';
import { autoencoder, batchTopK, classifier, gaussian, topK } from '@autoencoders/models';
import { gaussianNoise, maskingNoise, randomShift, saltAndPepper } from '@autoencoders/noise';

/** One training, drawn at random. The same seed draws the same one. */
export interface Training {
  /** What was drawn, for the message of a test that fails. */
  readonly name: string;
  /** The model with the weights of a seed. */
  readonly model: (seed: number) => any;
  /** The data. Streams and rows are given anew. */
  readonly data: Tensor | Dataset;
  readonly options: Readonly<Record<string, any>>;
}

const images = {
  input: [8, 8, 1],
  encoder: chain(conv2d(3, { stride: 2 }), batchNorm(), relu, flatten, dropout(0.2), dense(5)),
  decoder: chain(dense(48), relu, reshape([4, 4, 3]), conv2dTranspose(1, { stride: 2 })),
  output: sigmoid,
};

const kl = { likelihood: binaryCrossEntropy, kl: weighted(linearWarmUp(1, { epochs: 2 }), gaussianKl) };
const k = { squaredError, auxK: weighted(1 / 8, auxK) };
const many = { input: [64], decoder: dense(64) };

/** Models and their losses. */
const models: Readonly<
  Record<string, { readonly model: (seed: number) => any; readonly loss: any; readonly isFor?: 'images' | 'classes' }>
> = {
  plain: {
    model: (seed) =>
      autoencoder({ input: [64], encoder: chain(dense(12), relu, dense(4)), decoder: chain(dense(12), relu, dense(64)), seed }),
    loss: { squaredError },
  },
  norm: {
    model: (seed) =>
      autoencoder({ input: [64], encoder: chain(dense(12), batchNorm(), relu, dropout(0.3), dense(4)), decoder: dense(64), seed }),
    loss: { meanSquaredError },
  },
  variational: {
    model: (seed) =>
      autoencoder({
        input: [64],
        encoder: chain(dense(12), relu),
        bottleneck: gaussian(3),
        decoder: chain(dense(64)),
        output: sigmoid,
        seed,
      }),
    loss: kl,
  },
  topK: {
    model: (seed) => autoencoder({ ...many, encoder: chain(center(), dense(40)), bottleneck: topK(4, { deadAfter: 30 }), seed }),
    loss: k,
  },
  batchTopK: { model: (seed) => autoencoder({ ...many, encoder: dense(40), bottleneck: batchTopK(4, { deadAfter: 30 }), seed }), loss: k },
  images: { model: (seed) => autoencoder({ ...images, seed }), loss: { squaredError }, isFor: 'images' },
  classifier: {
    model: (seed) => classifier({ input: [64], encoder: chain(dense(12), dropout(0.2), relu), classes: 3, seed }),
    loss: { softmaxCrossEntropy },
    isFor: 'classes',
  },
};

const optimizers: readonly (() => Optimizer)[] = [
  () => adam(),
  () => adam({ learningRate: cosineDecay(0.01, { epochs: 3 }) }),
  () => adamW({ learningRate: exponentialDecay(0.01, { steps: 5 }, 0.8) }),
  () => sgd({ learningRate: 0.001, momentum: 0.9, nesterov: true }),
  () => sgd({ learningRate: 0.001 }),
  () => clipByGlobalNorm(0.5, adam()),
  () => parameterGroups({ encoder: adam({ learningRate: 0.002 }) }, sgd({ learningRate: 0.001, momentum: 0.5 })),
];

/** Draws numbers and choices by a seed. */
function draws(seed: number) {
  const seeds = seeded(seed);
  const below = (count: number): number => seeds() % count;
  const of = <T>(items: readonly T[]): T => items[below(items.length)]!;
  return { below, of };
}
export type Draws = ReturnType<typeof draws>;
export { draws };

/** Data of all kinds: a tensor, in memory, by rows, and streams whose chunks have any size. */
function dataOf(kind: string, rows: ArrayDataset, count: number): Tensor | Dataset {
  const { shape } = rows;
  const part = (from: number, to: number): ArrayDataset => {
    const size = rows.values.length / count;
    const cut = (all: any, width: number) => all && all.slice(from * width, to * width);
    return { shape, values: cut(rows.values, size), mask: cut(rows.mask, size), labels: cut(rows.labels, 1) };
  };
  const joined = (parts: readonly ArrayDataset[]): ArrayDataset => ({
    shape,
    values: Float32Array.from(parts.flatMap(({ values }) => [...values])),
    mask: rows.mask && Uint8Array.from(parts.flatMap(({ mask }) => [...mask!])),
    labels: rows.labels && parts.flatMap(({ labels }) => Array.from(labels!)),
  });
  async function* chunks(): AsyncGenerator<ArrayDataset> {
    for (let at = 0; at < count; at += 7) yield part(at, Math.min(count, at + 7));
  }
  if (kind === 'tensor') return tensor(rows.values as Float32Array, [count, ...shape]);
  if (kind === 'rows') return { shape, count, rows: (places) => joined(Array.from(places, (place) => part(place, place + 1))) };
  if (kind === 'stream') return { shape, chunks };
  if (kind === 'counted stream') return { shape, count, chunks };
  return rows;
}

/** A training of few steps. */
export function randomTraining(seed: number): Training {
  const { below, of } = draws(seed);
  const name = of(Object.keys(models));
  const { model, loss, isFor } = models[name]!;
  const kind = of(isFor === 'classes' ? ['memory', 'rows', 'stream'] : ['tensor', 'memory', 'rows', 'stream', 'counted stream']);
  const count = 40 + below(20);
  const shape = isFor === 'images' ? [8, 8, 1] : [64];
  const made = (seed: number, count: number): ArrayDataset => {
    const values = uniform([count, 64], seed);
    const rows = { shape, values: values.dataSync<'float32'>().slice() };
    values.dispose();
    if (isFor === 'classes') return { ...rows, labels: Int32Array.from({ length: count }, (_, i) => (i * 7) % 3) };
    return kind !== 'tensor' && seed % 2 === 0 ? { ...rows, mask: Uint8Array.from(rows.values, (value) => (value < 0.8 ? 1 : 0)) } : rows;
  };
  const validation = of([undefined, 0.2, 0.3, made(seed + 1, 20)]);
  const optimizer = below(optimizers.length);
  const [corrupt, shift] = [of([undefined, gaussianNoise(0.3), maskingNoise(0.25), saltAndPepper(0.1)]), below(2)];
  const options = {
    loss,
    optimizer: optimizers[optimizer]!(),
    corrupt,
    ...(isFor === 'images' && shift && { augment: randomShift(1) }),
    // The group of the last optimizer must have weights to train.
    freeze: of([undefined, undefined, ['encoder'], [name === 'batchTopK' ? 'decoder' : 'encoder.0']].slice(0, optimizer === 6 ? 2 : 4)),
    epochs: 1 + below(6),
    batch: 3 + below(12),
    seed: below(100),
    shuffle: below(4) > 0,
    validation,
    earlyStopping: of([undefined, ...[0, 1].map((patience) => ({ patience, minDelta: of([0, 0.05, 1]) }))]),
  };
  const title = `${seed}: ${name}, ${kind}, optimizer ${optimizer}, ${corrupt ? 'noise' : 'clean'}, ${options.epochs} epochs, ${JSON.stringify({ ...options, loss: 0, optimizer: 0, corrupt: 0, augment: 0, validation: typeof validation })}`;
  return { name: title, model, data: dataOf(kind, made(seed + 2, count), count), options };
}
