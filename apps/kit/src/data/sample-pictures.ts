import { parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import { take } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Data } from './index.js';

/** Pixels have 16 shades of grey, which look the same and take two thirds of the bytes. */
const WHITE = 15;

/** How many pictures of the training and of the test examples there are. */
const AMOUNTS = { training: 100, test: 300 } as const;
const SHAPE = [28, 28, 1] as const;
const classes = Array.from('0123456789');

/** The first pictures of the smaller MNIST, 100 that models are trained on and 300 that they are not, as a file. */
export function packPictures({ training, test }: Data): Uint8Array {
  const parts = [take(training, AMOUNTS.training), take(test, AMOUNTS.test)];
  const [values, labels] = [parts.flatMap((part) => [...part.values]), parts.flatMap((part) => [...part.labels!])];
  const tensors = {
    pictures: { shape: [labels.length, 28, 28], values: Uint8Array.from(values, (pixel) => Math.round(WHITE * pixel)) },
    labels: { shape: [labels.length], values: Uint8Array.from(labels) },
  };
  return toSafetensors({ tensors, metadata: { training: String(AMOUNTS.training) } });
}

/** The pictures in a file as data of a page. */
export function unpackPictures(file: Uint8Array): Data {
  const { tensors, metadata } = parseSafetensors(file);
  const split = Number(metadata['training']);
  const values = Float32Array.from(tensors['pictures']!.values, (shade) => shade / WHITE);
  const labels = Int32Array.from(tensors['labels']!.values);
  const pixels = values.length / labels.length;
  const part = (from: number, to: number): NamedDataset => ({
    name: 'mnist-small',
    shape: SHAPE,
    values: values.subarray(from * pixels, to * pixels),
    labels: labels.subarray(from, to),
    classes,
  });
  return { training: part(0, split), test: part(split, labels.length) };
}
