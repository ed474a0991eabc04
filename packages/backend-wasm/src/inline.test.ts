import { getBackend, matMul, memory, tensor2d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { setWasmBackend } from './inline.js';

it('computes on the embedded files', async () => {
  const { simd } = await setWasmBackend();
  expect(getBackend()).toBe('wasm');
  expect(simd).not.toBe('none');
  const a = tensor2d([1, 2, 3, 4], [2, 2]);
  const product = matMul(a, a);
  expect([...(await product.data())]).toEqual([7, 10, 15, 22]);
  product.dispose();
  a.dispose();
  expect(memory().numTensors).toBe(0);
});
