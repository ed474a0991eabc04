import { Worker } from 'node:worker_threads';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { linear } from '@autoencoders/layers';
import type { Dataset, Loss } from '@autoencoders/core';
import { workerDataset } from '@autoencoders/datasets';
import { mnist, openDataset } from '@autoencoders/datasets/node';
import { squaredError } from '@autoencoders/losses';
import type { Autoencoder } from '@autoencoders/models';
import { encodeTable, mixedLoss } from '@autoencoders/tables';
import { fit } from '@autoencoders/training';
import { undercomplete } from '@autoencoders/variants';
import { dense784 } from '../models.js';
import { open } from './scans.js';

/** An epoch of a warm pipeline: not the first one. */
export interface Epoch {
  readonly seconds: number;
  readonly examplesPerSecond: number;
  /** The share of the time in which steps waited for data. */
  readonly waiting: number;
}

async function epochsOf(
  model: Autoencoder<Tensor2D>,
  data: Dataset,
  loss: Record<string, Loss>,
  epochs: number,
): Promise<readonly Epoch[]> {
  const warm: Epoch[] = [];
  for await (const { epoch, epochSeconds: seconds, examplesPerSecond, waitingSeconds } of fit(model, data, {
    loss,
    epochs,
    batch: 128,
    seed: 1,
  }))
    if (epoch > 1) warm.push({ seconds, examplesPerSecond, waiting: waitingSeconds / seconds });
  return warm;
}

/** How the 60,000 images of MNIST come. */
export const pictures: Readonly<Record<string, () => Promise<Dataset>>> = {
  memory: () => mnist('train'),
  async rows() {
    const { shape, values } = await mnist('train');
    return {
      shape,
      count: values.length / 784,
      rows: (places) => {
        const rows = new Float32Array(places.length * 784);
        for (const [i, place] of places.entries()) rows.set(values.subarray(place * 784, (place + 1) * 784), i * 784);
        return { shape, values: rows };
      },
    };
  },
  stream: () => openDataset('mnist', 'train'),
  'rows-thread': () => served('memory'),
  'stream-thread': () => served('stream'),
};

const served = (kind: string): Promise<Dataset> => workerDataset(new Worker(new URL('serve-mnist.js', import.meta.url)), { options: kind });

/** Trains 784-128-32 on MNIST. */
export async function trainOnPictures(kind: string): Promise<readonly Epoch[]> {
  const variant = dense784([128, 32], { codeActivation: 'linear' });
  const data = await pictures[kind]!();
  return epochsOf(variant.model([784], variant.settings([784], { seed: 1 })), data, { squaredError }, 5);
}

/** Trains the model that the command takes for a table. */
export async function trainOnTable(path: string, worker: boolean): Promise<readonly Epoch[]> {
  const { data, encoder } = await encodeTable(await open(path), { stream: true, worker });
  const { width } = encoder;
  const latent = Math.max(2, Math.ceil(width / 4));
  const reconstruction = mixedLoss(encoder);
  const form = { output: linear, reconstruction, leastHidden: 64 };
  return epochsOf(undercomplete.model([width], { latent, seed: 1 }, form), data, { reconstruction }, 2);
}
