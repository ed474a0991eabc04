import '@tensorflow/tfjs-backend-cpu';
import { memory, mul, setBackend, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countParameters, inputShapeOf, leaves, mapLeaves, trainable, withInputShape } from './tree.js';
import type { Weights } from './types.js';

let shared: Tensor;
let tree: { readonly encoder: Weights; readonly decoder: Weights };

beforeEach(async () => {
  await setBackend('cpu');
  shared = zeros([3, 2]);
  tree = {
    encoder: {
      0: { kernel: shared, bias: zeros([2]) },
      1: {},
      2: { gamma: zeros([2]), statistics: { mean: zeros([2]), variance: zeros([2]) } },
    },
    decoder: { 0: { kernel: shared, bias: zeros([3]) } },
  };
});

afterEach(() => Object.values(leaves(tree)).forEach((leaf) => leaf.dispose()));

test('leaves are named by their paths, a shared one by its first', () => {
  const found = leaves(tree);
  expect(Object.keys(found)).toEqual([
    'encoder.0.kernel',
    'encoder.0.bias',
    'encoder.2.gamma',
    'encoder.2.statistics.mean',
    'encoder.2.statistics.variance',
    'decoder.0.bias',
  ]);
  expect(found['encoder.0.kernel']).toBe(shared);
});

test('positions of more than one digit come in the order of numbers', () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [i, { bias: zeros([1]) }]));
  expect(Object.keys(leaves(many))).toEqual(Array.from({ length: 12 }, (_, i) => `${i}.bias`));
  Object.values(leaves(many)).forEach((leaf) => leaf.dispose());
});

test('an empty tree has no leaves', () => {
  expect(leaves({})).toEqual({});
  expect(leaves({ a: { b: {} } })).toEqual({});
});

test('a flat record is its own leaves', () => {
  const flat = leaves(tree);
  expect(leaves(flat)).toEqual(flat);
});

test('trainable leaves out what lies under statistics, at any depth and nowhere else', () => {
  expect(Object.keys(trainable(tree))).toEqual(['encoder.0.kernel', 'encoder.0.bias', 'encoder.2.gamma', 'decoder.0.bias']);
  const named = zeros([1]);
  expect(Object.keys(trainable({ statistics: named }))).toEqual([]);
  expect(Object.keys(trainable({ statisticsOfMine: named }))).toEqual(['statisticsOfMine']);
  named.dispose();
});

test('mapLeaves keeps the form and maps a shared leaf once', () => {
  const paths: string[] = [];
  const mapped = tidy(() => {
    const doubled = mapLeaves(tree, (leaf, path) => {
      paths.push(path);
      return mul(leaf, 2);
    }) as typeof tree & Record<string, any>;
    expect(Object.keys(leaves(doubled))).toEqual(Object.keys(leaves(tree)));
    expect((doubled.encoder as any)[1]).toEqual({});
    expect((doubled.encoder as any)[0].kernel).toBe((doubled.decoder as any)[0].kernel);
    return doubled;
  });
  expect(paths).toEqual(Object.keys(leaves(tree)));
  Object.values(leaves(mapped)).forEach((leaf) => leaf.dispose());
});

test('parameters are counted once, statistics included', () => {
  expect(countParameters(tree)).toBe(3 * 2 + 2 + 2 + 2 + 2 + 3);
});

test('walking a tree allocates nothing', () => {
  const before = memory().numTensors;
  leaves(tree);
  trainable(tree);
  countParameters(tree);
  mapLeaves(tree, (leaf) => leaf);
  expect(memory().numTensors).toBe(before);
});

test('the input shape of a layer stays with its weights, and is no weight', () => {
  const known = { 0: withInputShape({ kernel: shared }, [7, 7, 1]), 1: { kernel: shared } };
  const mapped = tidy(() => mapLeaves(known, (leaf) => mul(leaf, 2)));
  expect(inputShapeOf(mapped[0] as Weights)).toEqual([7, 7, 1]);
  expect(inputShapeOf(mapped[1] as Weights)).toBeUndefined();
  expect(Object.keys(leaves(known))).toEqual(['0.kernel']);
  expect(countParameters(known)).toBe(6);
});
