import '@tensorflow/tfjs-backend-cpu';
import { setNodeBackend } from '@autoencoders/backend-node';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { patterns, swallowed } from './cases/non-finite.js';
import type { Patterns } from './cases/non-finite.js';
describe('NaN and ±∞ in any input of any operation of a step', () => {
  let cpu: Patterns;
  beforeAll(async () => {
    await setBackend('cpu');
    cpu = await patterns();
  });

  it('show on the CPU backend, if it is NaN', () => {
    const hidden = Object.entries(cpu).filter(([, parts]) => Object.values(parts).every((kinds) => kinds.every((kind) => kind === '')));
    expect(hidden.map(([name]) => name).filter((name) => name.includes('NaN'))).toEqual([]);
  });

  it.each([
    ['WASM', { blas: false as const }],
    ['the BLAS', { onNotice: () => undefined }],
  ])('are not swallowed on %s', async (_, options) => {
    await setNodeBackend(options);
    expect(swallowed(cpu, await patterns())).toEqual([]);
  });
});
