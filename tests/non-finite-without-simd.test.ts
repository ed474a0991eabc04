import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { patterns, swallowed } from './cases/non-finite.js';

it('NaN and ±∞ in any input of any operation of a step are not swallowed on WASM without SIMD', async () => {
  await setBackend('cpu');
  const cpu = await patterns();
  expect(await setWasmBackend({ simd: false })).toEqual({ simd: 'none', threads: 1 });
  expect(swallowed(cpu, await patterns())).toEqual([]);
});
