import { getBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { useWasm } from './index.js';

it('says where it looked when the files are not there, and may be told better', async () => {
  const failure = 'useWasm: WebAssembly did not start with the .wasm files from /nowhere/; set paths to';
  await expect(useWasm({ paths: '/nowhere' })).rejects.toThrow(failure);
  await expect(useWasm({ paths: '/nowhere/' })).rejects.toThrow(failure);
  await expect(useWasm({ paths: { 'tfjs-backend-wasm.wasm': '/nowhere.wasm' } })).rejects.toThrow(
    'from the addresses in paths (There were no entries found',
  );
  await useWasm();
  expect(getBackend()).toBe('wasm');
});
