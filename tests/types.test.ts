import '@tensorflow/tfjs-backend-cpu';
import { setNodeBackend } from '@autoencoders/backend-node';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { everythingOf } from './cases/types.js';
import type { Type } from './cases/types.js';
import { expectAlike } from './cases/alike.js';

const types: readonly Type[] = ['int32', 'bool'];

describe.each([
  ['the CPU backend', () => setBackend('cpu')],
  ['WASM', () => setNodeBackend({ blas: false })],
  ['the BLAS', () => setNodeBackend({ onNotice: () => undefined })],
])('on %s', (_, use) => {
  beforeAll(async () => void (await use()));

  it.each(types)('%s data give what float32 of the same worth give, to the last bit', async (type) => {
    const before = memory().numTensors;
    const floats = await everythingOf('float32');
    const found = await everythingOf(type);
    for (const [name, values] of Object.entries(found)) {
      // Noise is drawn for the same numbers only where there are the same numbers.
      if (type === 'bool' && /^(noise|reconstruct|classify)/.test(name)) continue;
      expect(values, name).toEqual(floats[name]);
    }
    expect(memory().numTensors).toBe(before);
  });
});

it.each(['float32', ...types] as const)('%s data give the same on every backend, to 1e-5', async (type) => {
  await setBackend('cpu');
  const cpu = await everythingOf(type);
  for (const options of [{ blas: false } as const, { onNotice: () => undefined }]) {
    await setNodeBackend(options);
    expectAlike(await everythingOf(type), cpu, 1e-5);
  }
});
