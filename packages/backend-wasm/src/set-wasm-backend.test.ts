import '@tensorflow/tfjs-backend-cpu';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { setWasmBackend } from './index.js';

it('needs no path in Node, and may be called twice, at once or later', async () => {
  await Promise.all([setWasmBackend(), setWasmBackend()]);
  expect(getBackend()).toBe('wasm');
  await setBackend('cpu');
  await setWasmBackend();
  expect(getBackend()).toBe('wasm');
});
