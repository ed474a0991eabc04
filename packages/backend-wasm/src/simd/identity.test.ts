import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { beforeBoth, check, counts } from '../../test/same.js';

beforeBoth();
beforeEach(() => tf.setBackend('wasm'));

const everything = (): readonly number[] => [...counts(), tf.memory().numBytes];
const numbers = (x: Tensor): number[] => [...x.dataSync()];

describe('clones', () => {
  it('keep their values whatever is disposed first, and leave nothing', () =>
    check(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        const before = everything();
        const x = tf.tensor1d([1, 2, 3]);
        const clone = x.clone();
        const all = [x, clone, clone.clone(), tf.reshape(clone, [3, 1])];
        for (const [i, which] of order.entries()) {
          all[which]!.dispose();
          for (const other of order.slice(i + 1)) expect(numbers(all[other]!)).toEqual([1, 2, 3]);
        }
        expect(everything()).toEqual(before);
      }),
      24,
    ));

  it('share their data, and count as tensors of their own', () => {
    const [tensors, buffers, data] = counts() as [number, number, number];
    const x = tf.tensor1d([1, 2, 3]);
    const clone = x.clone();
    expect(clone.dataId).toBe(x.dataId);
    expect(counts()).toEqual([tensors + 2, buffers + 1, data + 1]);
    tf.dispose([x, clone]);
  });

  it('of what another backend holds', async () => {
    const before = everything();
    await tf.setBackend('cpu');
    const x = tf.tensor1d([1, 2, 3]);
    await tf.setBackend('wasm');
    const clone = x.clone();
    x.dispose();
    expect(numbers(clone)).toEqual([1, 2, 3]);
    clone.dispose();
    expect(everything()).toEqual(before);
  });

  it.each([
    ['int32', () => tf.tensor1d([1, -2, 3], 'int32'), [1, -2, 3]],
    ['bool', () => tf.tensor1d([true, false], 'bool'), [1, 0]],
    ['string', () => tf.tensor1d(['a', 'b'], 'string'), ['a', 'b']],
  ] as const)('of %s', (dtype, make, values) => {
    // Not bytes: tfjs takes those of strings off once for each tensor that shares them, on the CPU backend, too.
    const before = counts();
    const x = make();
    const clone = x.clone();
    x.dispose();
    expect(clone.dtype).toBe(dtype);
    expect(clone.arraySync()).toEqual(values);
    clone.dispose();
    expect(counts()).toEqual(before);
  });

  it('of a variable keep the values that it had', () => {
    const variable = tf.variable(tf.tensor1d([1, 2, 3]));
    const clone = variable.clone();
    variable.assign(tf.tensor1d([4, 5, 6]));
    expect([numbers(clone), numbers(variable)]).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    tf.dispose([variable, clone]);
  });

  it('pass gradients on', () => {
    const gradient = tf.tidy(() => numbers(tf.grad((x) => tf.sum(tf.mul(x.clone(), x)))(tf.tensor1d([1, 2, 3]))));
    expect(gradient).toEqual([2, 4, 6]);
  });
});
