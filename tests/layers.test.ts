import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { layerTypes } from '@autoencoders/layers';
import { setBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { cases, everything } from './cases/layers.js';

test('every layer is among the cases', () => {
  const tested = new Set(cases.map(([name]) => name.split(',')[0]));
  expect(Object.keys(layerTypes).filter((name) => name !== 'chain' && !tested.has(name))).toEqual([]);
});

test.each(cases)('%s: WASM gives what the CPU backend gives, gradients too', async (_, layer, shape) => {
  await setBackend('cpu');
  const cpu = await everything(layer, shape);
  await setWasmBackend();
  const wasm = await everything(layer, shape);
  expect(Object.keys(wasm)).toEqual(Object.keys(cpu));
  for (const [name, expected] of Object.entries(cpu)) {
    const scale = Math.max(...expected.map(Math.abs));
    const off = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - wasm[name]![i]!)), 0);
    expect(off / scale, name).toBeLessThan(1e-5);
  }
});
