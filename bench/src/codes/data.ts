import { toFlat } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { gather, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** Flat images and their classes. */
export interface Labelled {
  readonly images: Tensor2D;
  readonly labels: Int32Array;
}

const labelled = (dataset: NamedDataset): Labelled => ({ images: toFlat(dataset), labels: Int32Array.from(dataset.labels!) });

/** MNIST: 60,000 examples to train on, 10,000 to test. */
export async function wholeMnist(): Promise<{ readonly train: Labelled; readonly test: Labelled }> {
  return { train: labelled(await mnist('train')), test: labelled(await mnist('test')) };
}

/** The examples of the given rows. */
export const rowsOf = ({ images, labels }: Labelled, rows: Int32Array): Labelled => ({
  images: tidy(() => gather(images, tensor1d(rows, 'int32'))),
  labels: Int32Array.from(rows, (row) => labels[row]!),
});
