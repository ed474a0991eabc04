import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { beforeBoth, counts } from '../../test/same.js';
import { withoutLeftovers } from './leftovers.js';

beforeBoth();

it('frees what a kernel made, and what kernels within it did, where it throws', async () => {
  await tf.setBackend('wasm');
  const backend = tf.backend() as BackendWasm;
  const given = { inputs: {}, attrs: {}, backend };
  const inner = withoutLeftovers('Test', () => backend.makeOutput([2], 'float32'));
  const failing = withoutLeftovers('Test', () => {
    backend.makeOutput([3], 'float32');
    throw new Error('inner');
  });
  const before = counts();
  const outer = withoutLeftovers('Test', () => {
    inner(given);
    expect(() => failing(given)).toThrow('inner');
    backend.makeOutput([4], 'int32');
    throw new Error('outer');
  });
  expect(() => outer(given)).toThrow('outer');
  expect(counts()).toEqual(before);

  const kept = inner(given) as tf.TensorInfo;
  expect(() => failing(given)).toThrow('inner');
  expect(backend.refCount(kept.dataId)).toBe(1);
  backend.disposeData(kept.dataId);
  expect(counts()).toEqual(before);
});
