import '@tensorflow/tfjs-backend-cpu';
import { writeFileSync } from 'node:fs';
import { reshape, setBackend, slice } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adam } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import {
  batchNorm,
  center,
  chain,
  conv2d,
  conv2dTranspose,
  dense,
  dropout,
  flatten,
  relu,
  reshape as reshaped,
  sigmoid,
  uncenter,
} from '@autoencoders/layers';
import { auxK, binaryCrossEntropy, freeBits, gaussianKl, meanSquaredError, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, batchTopK, gaussian, stacked, topK } from '@autoencoders/models';
import { gaussianNoise, swapNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { evaluate, fit, pretrain } from '@autoencoders/training';
import { localGroup, mpiGroup } from '../../src/index.js';

/*
 * Trains each variant for a number of steps, and writes the losses of rank 0 as JSON. Arguments: the group (`mpi`, or a number of processes), the file, the
 * backend, the steps, the names of variants.
 */
const [kind, file, backend, steps, ...names] = process.argv.slice(2) as [string, string, string, string, ...string[]];
const group: Group = kind === 'mpi' ? mpiGroup() : await localGroup(Number(kind));
await (backend === 'wasm' ? setWasmBackend({ threads: 1 }) : setBackend('cpu'));

// 50 examples in batches of 16: the last batch has two rows, fewer than there are ranks.
const data: Tensor2D = digitsLike(50);
const images: Tensor4D = reshape(data, [50, 8, 8, 1]);
const epochs = Math.ceil(Number(steps) / 4);
const common = { batch: 16, every: 1, epochs, optimizer: adam({ learningRate: 3e-3 }), seed: 5, group };
// Adam moves a bias before batchNorm at random, since its gradient is nothing but rounding: no bias stands there.
const seed = 1;
const hidden = () => chain(dense(32), relu);

/** The losses of every step, and what follows them: validation, and an evaluation at the end. */
const losses = async (run: AsyncIterable<{ loss: number; validation?: { loss: number } }>): Promise<number[]> => {
  const all: number[] = [];
  for await (const { loss, validation } of run) all.push(loss, ...(validation ? [validation.loss] : []));
  return all;
};

const middle = center();
const variants: Readonly<Record<string, () => Promise<number[]>>> = {
  undercomplete: () =>
    losses(
      fit(
        autoencoder({ input: [64], encoder: chain(hidden(), dense(4)), decoder: chain(hidden(), dense(64)), output: sigmoid, seed }),
        data,
        {
          ...common,
          loss: { squaredError },
          validation: 0.1,
        },
      ),
    ),
  sparse: () =>
    losses(
      fit(autoencoder({ input: [64], encoder: chain(dense(48), sigmoid), decoder: dense(64), output: sigmoid, seed }), data, {
        ...common,
        loss: { squaredError, sparsity: weighted(0.5, sparsityKl(0.1)) },
      }),
    ),
  topK: () =>
    losses(
      fit(
        autoencoder({
          input: [64],
          encoder: chain(middle, dense(64)),
          bottleneck: topK(4, { deadAfter: 40 }),
          decoder: chain(dense(64), uncenter(middle)),
          seed,
        }),
        data,
        { ...common, loss: { meanSquaredError, dead: weighted(1 / 32, auxK) } },
      ),
    ),
  batchTopK: () =>
    losses(
      fit(autoencoder({ input: [64], encoder: dense(64), bottleneck: batchTopK(4), decoder: dense(64), seed }), data, {
        ...common,
        loss: { squaredError },
        validation: 0.2,
      }),
    ),
  stacked: async () => {
    const level = { encoder: chain(dense(32), sigmoid), output: sigmoid };
    const stack = stacked({
      input: [64],
      levels: [
        { ...level, decoder: dense(64) },
        { ...level, decoder: dense(32) },
      ],
      seed,
    });
    const half = { ...common, epochs: Math.ceil(epochs / 3), loss: { binaryCrossEntropy } };
    return [...(await losses(pretrain(stack, data, half))), ...(await losses(fit(stack, data, half)))];
  },
  convolutional: () =>
    losses(
      fit(
        autoencoder({
          input: [8, 8, 1],
          encoder: chain(conv2d(8, { stride: 2, useBias: false }), batchNorm(), relu, flatten, dense(6)),
          decoder: chain(dense(128), relu, reshaped([4, 4, 8]), conv2dTranspose(1, { stride: 2 })),
          output: sigmoid,
          seed,
        }),
        images,
        { ...common, loss: { binaryCrossEntropy }, validation: 0.2 },
      ),
    ),
  denoising: () =>
    losses(
      fit(
        autoencoder({
          input: [64],
          encoder: chain(hidden(), dropout(0.2), dense(8)),
          decoder: chain(hidden(), dense(64)),
          output: sigmoid,
          seed,
        }),
        data,
        {
          ...common,
          loss: { squaredError },
          corrupt: gaussianNoise(0.3),
          augment: swapNoise(0.1),
          validation: 0.2,
          earlyStopping: { patience: 3 },
        },
      ),
    ),
  // Batches of three rows for up to four ranks, the last of one row.
  tiny: () =>
    losses(
      fit(
        autoencoder({
          input: [64],
          encoder: chain(hidden(), dropout(0.2), dense(4)),
          decoder: chain(hidden(), dense(64)),
          output: sigmoid,
          seed,
        }),
        slice(data, [0, 0], [10, 64]),
        { ...common, batch: 3, loss: { squaredError }, corrupt: gaussianNoise(0.3) },
      ),
    ),
  // Steps of three batches of six rows, at the end of two rows; what is random is the same on any number of ranks.
  accumulated: () =>
    losses(
      fit(
        autoencoder({
          input: [64],
          encoder: chain(dense(32, { useBias: false }), batchNorm(), relu, dropout(0.2), dense(4)),
          decoder: chain(hidden(), dense(64)),
          output: sigmoid,
          seed,
        }),
        data,
        { ...common, batch: 6, accumulationSteps: 3, loss: { squaredError }, corrupt: gaussianNoise(0.3), validation: 0.2 },
      ),
    ),
  // Data that are read by rows: each rank reads its own ones.
  byRows: async () => {
    const flat = data.dataSync();
    let most = 0;
    const rows = async (places: Int32Array) => {
      // The first call compares the data of all ranks.
      if (most > 0) asked.push(places.length);
      most = Math.max(most, places.length);
      return { shape: [64], values: Float32Array.from({ length: 64 * places.length }, (_, i) => flat[64 * places[i >> 6]! + (i & 63)]!) };
    };
    const asked: number[] = [];
    const dataset = { shape: [64], count: 50, rows };
    const model = autoencoder({ input: [64], encoder: chain(hidden(), dense(4)), decoder: chain(hidden(), dense(64)), seed });
    const found = await losses(fit(model, dataset, { ...common, loss: { squaredError }, validation: 0.2 }));
    if (Math.max(...asked) > Math.ceil(16 / group.size)) throw new Error(`a rank reads ${Math.max(...asked)} rows of a batch`);
    return found;
  },
  variational: async () => {
    const model = autoencoder({
      input: [64],
      encoder: hidden(),
      bottleneck: gaussian(3),
      decoder: chain(hidden(), dense(64)),
      output: sigmoid,
      seed,
    });
    const loss = { binaryCrossEntropy, kl: gaussianKl, free: weighted(0.1, freeBits(0.5)) };
    const trained = await losses(fit(model, data, { ...common, loss, validation: 0.1 }));
    const { loss: judged } = await evaluate(model, data, { loss, batch: 7, group });
    return [...trained, judged];
  },
};

const found: Record<string, number[]> = {};
for (const name of names.length > 0 ? names : Object.keys(variants)) found[name] = await variants[name]!();
if (group.rank === 0) writeFileSync(file, JSON.stringify(found));
group.close();
