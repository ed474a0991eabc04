import '@tensorflow/tfjs-backend-cpu';
import { setNodeBackend } from '@autoencoders/backend-node';
import * as noise from '@autoencoders/noise';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAlike } from './cases/alike.js';
import { exact, numbersOf, rounded } from './cases/noise.js';

let onCpu: Readonly<Record<'exact' | 'rounded', Awaited<ReturnType<typeof numbersOf>>>>;
beforeAll(async () => {
  await setBackend('cpu');
  onCpu = { exact: await numbersOf(exact), rounded: await numbersOf(rounded) };
});

it('covers every function', () => {
  const covered = new Set(Object.keys({ ...exact, ...rounded }).map((name) => name.split(/[ ,]/)[0]));
  expect(Object.keys(noise).filter((name) => !covered.has(name))).toEqual([]);
});

describe.each([
  ['WASM', () => setNodeBackend({ blas: false })],
  ['the BLAS', () => setNodeBackend({ onNotice: () => undefined })],
])('on %s', (_, use) => {
  beforeAll(async () => void (await use()));

  it('noise is what it is on the CPU backend, to the last bit', async () => {
    const before = memory().numTensors;
    const found = await numbersOf(exact);
    for (const [name, numbers] of Object.entries(found)) expect(numbers, name).toEqual(onCpu.exact[name]);
    expect(memory().numTensors).toBe(before);
  });

  it('filters are what they are on the CPU backend, to 1e-5', async () => expectAlike(await numbersOf(rounded), onCpu.rounded, 1e-5));
});
