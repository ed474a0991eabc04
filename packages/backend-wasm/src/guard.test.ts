import { add, backend, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { expect, it } from 'vitest';
import { setWasmBackend } from './index.js';

it('throws where memory has run out, keeps nothing of the tensor, and goes on', async () => {
  await setWasmBackend();
  const wasm = backend() as BackendWasm;
  const { _malloc: allocate, _free: free } = wasm.wasm as unknown as Record<'_malloc' | '_free', (number: number) => number>;
  const most = allocate(3e9);
  const before = wasm.numDataIds();
  expect(() => wasm.makeOutput([500e6], 'float32')).toThrow(
    /^backend-wasm: there is no room for 2,000 MB more; the heap holds [\d,]+ MB of the 4 GB that WebAssembly can have\. Use a smaller batch/,
  );
  expect(wasm.numDataIds()).toBe(before);
  expect([...tidy(() => add(tensor1d([1, 2]), 1).dataSync())]).toEqual([2, 3]);
  free(most);
  wasm.disposeData(wasm.makeOutput([500e6], 'float32').dataId);
});

it.each([[NaN], [-1], [Infinity]])('refuses a shape with a size of %d, and goes on', async (size) => {
  await setWasmBackend();
  const wasm = backend() as BackendWasm;
  const before = wasm.numDataIds();
  expect(() => wasm.makeOutput([size], 'float32')).toThrow(/^backend-wasm: a tensor cannot have .* bytes; check its shape$/);
  expect(wasm.numDataIds()).toBe(before);
  expect([...tidy(() => add(tensor1d([1, 2]), 1).dataSync())]).toEqual([2, 3]);
});
