import { InputError } from '@autoencoders/core';
import { expect, it } from 'vitest';
import { setWasmBackend } from './inline.js';

it('the backend in one file needs SIMD', async () => {
  await expect(setWasmBackend({ simd: false })).rejects.toThrow(
    new InputError(
      'setWasmBackend: WebAssembly did not start (@autoencoders/backend-wasm/inline has no file without SIMD; import from @autoencoders/backend-wasm)',
    ),
  );
});
