import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { everythingOf } from './cases/types.js';
import { expectAlike } from './cases/alike.js';

it('whole numbers and truth values are alike on the CPU backend and on WASM without SIMD', async () => {
  for (const type of ['int32', 'bool'] as const) {
    await setBackend('cpu');
    const cpu = await everythingOf(type);
    expect((await setWasmBackend({ simd: false })).simd).toBe('none');
    expectAlike(await everythingOf(type), cpu, 1e-5);
  }
});
