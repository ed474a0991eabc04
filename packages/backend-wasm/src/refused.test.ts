import { InputError } from '@autoencoders/core';
import { expect, it } from 'vitest';
import { setGemm } from './gemm.js';
import { setWasmBackend } from './index.js';
import type { WasmOptions } from './index.js';

it.each<[options: unknown, message: string]>([
  [null, 'options must be an object, { paths, threads, simd, … }, not null'],
  [{ thread: 2 }, 'there is no option "thread"; there are paths, threads, simd, fallback'],
  [{ threads: 0 }, 'threads must be a whole number of 1 or more, not 0'],
  [{ threads: 1.5 }, 'threads must be a whole number of 1 or more, not 1.5'],
  [{ threads: '2' }, 'threads must be a whole number of 1 or more, not "2"'],
  [{ simd: 'no' }, 'simd must be true or false, not "no"'],
  [{ fallback: 1 }, 'fallback must be true or false, not 1'],
  [{ paths: 5 }, 'paths must be a folder, or an address for each file by its name, not 5'],
  [{ paths: { 'tfjs-backend-wasm.wasm': 5 } }, 'paths must be a folder, or an address for each file by its name, not an object'],
])('%j is refused', async (options, message) => {
  const failure = await setWasmBackend(options as WasmOptions).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  expect((failure as InputError).message).toBe(`setWasmBackend: ${message}`);
});

it('a folder without the files is refused', async () => {
  await expect(setWasmBackend({ paths: '/nowhere' })).rejects.toThrow(InputError);
});

it('a GEMM needs the backend', async () => {
  await expect(setGemm(undefined, 1)).rejects.toThrow(new InputError('setGemm: call setWasmBackend first'));
});
