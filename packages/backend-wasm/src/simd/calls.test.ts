import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import parameters from '../../kernels/parameters.js';
import { inOrder } from './calls.js';

const file = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/* Both are made of assembly/ by one script; this tells whether one of them is older, or a signature was misread. */
test.each(['simd', 'relaxed'])('the functions of %s take as many numbers as they have parameters', async (name) => {
  const [, base64] = file(`../../kernels/${name}.js`).match(/'(.*)'/)!;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  const bytes = gunzipSync(Buffer.from(base64!, 'base64'));
  if (!WebAssembly.validate(bytes)) return;
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, multiply: () => 0 } });
  const functions = Object.entries(instance.exports).filter(([, each]) => typeof each === 'function');
  const counted = functions.map(([key, each]) => [key, (each as { length: number }).length]);
  const numbers = Object.entries(parameters).map(([key, each]) => [key, each({} as never).length]);
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(numbers));
});

test('numbers go where their names stand in the assembly', () => {
  const [, signature] = file('../../assembly/extremes.ts').match(/export function clip\((.*)\)/)!;
  expect(signature).toBe('n: i32, x: usize, y: usize, least: f32, greatest: f32');
  expect(inOrder.clip({ greatest: 5, least: 4, y: 3, x: 2, n: 1 })).toEqual([1, 2, 3, 4, 5]);
});

test('what a function does not take is left out', () => {
  const more = { n: 1, x: 2, more: 3 };
  expect(inOrder.allFinite(more)).toEqual([1, 2]);
});
