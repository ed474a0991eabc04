import { getBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { setWasmBackend } from './index.js';

it('says where it looked when the files are not there, and may be told better', async () => {
  const failure = 'setWasmBackend: WebAssembly did not start with the .wasm files from /nowhere/; set paths to';
  await expect(setWasmBackend({ paths: '/nowhere' })).rejects.toThrow(failure);
  await expect(setWasmBackend({ paths: '/nowhere/' })).rejects.toThrow(failure);
  await expect(setWasmBackend({ paths: { 'tfjs-backend-wasm.wasm': '/nowhere.wasm' } })).rejects.toThrow(
    'from the addresses in paths (There were no entries found',
  );
  await setWasmBackend();
  expect(getBackend()).toBe('wasm');
});
