import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tidy } from '@tensorflow/tfjs-core';
import { chain, leaves, seeded } from '@autoencoders/core';
import type { Layer, Leaves } from '@autoencoders/core';
import { beforeAll, expect, test } from 'vitest';
import { center, conv2d, dense, dictionary, tied, uncenter } from '../src/index.js';

beforeAll(() => setBackend('cpu'));

/** A combinator of one's own, whose layers draw other seeds. */
const reseeded = (layer: Layer<any>): Layer<any> => ({
  ...layer,
  init: (shape, { seeds, ...rest }) => layer.init(shape, { ...rest, seeds: () => seeds() + 1 }),
});

/** What the weights of a chain are. */
const weightsOf = (shape: readonly number[], ...layers: readonly Layer<any>[]): Leaves =>
  leaves((chain as (...all: readonly Layer<any>[]) => Layer<any>)(...layers).init(shape, { seeds: seeded(1) }).weights);

test.each([
  ['around the layer', (layer: Layer<any>) => reseeded(layer), (layer: Layer<any>) => layer],
  ['around what refers to it', (layer: Layer<any>) => layer, reseeded],
  ['around both', reseeded, reseeded],
])('a combinator that wraps seeds %s keeps tied, uncenter and dictionary whole', (_, first, second) => {
  tidy(() => {
    const [hidden, filters, middle] = [dense(3), conv2d(2), center()];
    expect(Object.keys(weightsOf([5], first(hidden), second(tied(hidden))))).toEqual(['0.kernel', '0.bias', '1.bias']);
    expect(Object.keys(weightsOf([4, 4, 1], first(filters), second(tied(filters))))).toEqual(['0.kernel', '0.bias', '1.bias']);
    expect(Object.keys(weightsOf([5], first(middle), second(uncenter(middle))))).toEqual(['0.statistics.mean', '0.statistics.batches']);
    const { '0.kernel': kernel, '1.kernel': entries } = weightsOf([5], first(hidden), second(dictionary(5, hidden)));
    const columns = kernel!.arraySync() as number[][];
    expect(entries!.arraySync()).toEqual([0, 1, 2].map((unit) => columns.map((row) => row[unit])));
  });
});
