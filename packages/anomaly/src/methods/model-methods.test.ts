import { setWasmBackend } from '@autoencoders/backend-wasm';
import { memory } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { bits, normalFromBits } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import { encodeTable, fromRecords } from '@autoencoders/tables';
import { expect, test } from 'vitest';
import type { Method, MethodOptions } from '../types.js';
import { codeNeighbours } from './code-neighbours.js';
import { combine } from './combine.js';
import { openScorer } from './open-scorer.js';
import { reconstruction } from './reconstruction.js';
import { variational } from './variational.js';

await setWasmBackend();

/** Points near a plane in four dimensions: the last two numbers follow from the first two. */
function plane(count: number, seed: number): ArrayDataset {
  const noise = Float32Array.from(bits(4 * count, seeded(seed)()), normalFromBits);
  const values = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const [a, b, c, d] = noise.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    values.set([a, b, a - b + 0.05 * c, a + b + 0.05 * d], 4 * i);
  }
  return { shape: [4], values };
}

const [usual, heldOut, others] = [plane(300, 1), plane(100, 2), plane(50, 3)];
/** The same points, with number 2 moved away from the plane. */
const odd: ArrayDataset = { ...others, values: Float32Array.from(others.values as Float32Array, (x, i) => (i % 4 === 2 ? x + 2 : x)) };
const quick = { hidden: [32, 32, 32], steps: 400 };

const methods: readonly (readonly [string, Method])[] = [
  ['errors of the example', reconstruction(quick)],
  ['errors of a narrow net', reconstruction({ ...quick, hidden: [32, 2, 32], noise: 0, hide: 0 })],
  ['errors under noise', reconstruction({ ...quick, judge: 'noise' })],
  ['errors of hidden numbers', reconstruction({ ...quick, judge: 'hidden', whiten: true })],
  ['negative ELBO', variational({ hidden: [32, 32], codeSize: 2, steps: 600 })],
  ['importance-sampled likelihood', variational({ hidden: [32, 32], codeSize: 2, steps: 600, judge: 'likelihood', samples: 8 })],
  ['neighbours by codes and residuals', codeNeighbours({ ...quick, hidden: [32, 2, 32], k: 3 })],
  ['a sum of two', combine(reconstruction(quick), reconstruction({ ...quick, judge: 'hidden' }))],
];

const sums = (contributions: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: contributions.length / size }, (_, i) =>
    contributions.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0),
  );

test.each(methods)('%s: odd examples score more, and the contributions say why', async (_, method) => {
  const before = memory().numTensors;
  const scorer = await method.fit(usual, { heldOut, seed: 1 });
  const { values, contributions } = await scorer.score(odd, { contributions: true });
  const plain = (await scorer.score(others)).values;
  expect(plain.length).toBe(50);
  const higher = values.filter((value, i) => value > plain[i]!).length;
  expect(higher).toBeGreaterThanOrEqual(47);
  for (const [i, sum] of sums(contributions!, 4).entries())
    expect(Math.abs(sum - values[i]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(sum)));
  scorer.dispose();
  expect(memory().numTensors).toBe(before);
});

test.each(methods)('%s: opens with the same scores to the last bit', async (_, method) => {
  using scorer = await method.fit(usual, { heldOut, seed: 1 });
  const state = JSON.parse(
    JSON.stringify(await scorer.state(), (_key, value: unknown) => (value instanceof Float32Array ? { floats: [...value] } : value)),
    (_key, value: unknown) =>
      value !== null && typeof value === 'object' && 'floats' in value ? Float32Array.from(value.floats as number[]) : value,
  ) as Awaited<ReturnType<typeof scorer.state>>;
  using opened = await openScorer(state);
  expect((await opened.score(odd)).values).toEqual((await scorer.score(odd)).values);
});

test('the same seed gives the same scores, and another one does not', async () => {
  const scored = async (options: MethodOptions): Promise<Float64Array> => {
    using scorer = await reconstruction(quick).fit(usual, options);
    return (await scorer.score(odd)).values;
  };
  expect(await scored({ seed: 3, heldOut })).toEqual(await scored({ seed: 3, heldOut }));
  expect(await scored({ seed: 4, heldOut })).not.toEqual(await scored({ seed: 3, heldOut }));
});

test.each(methods)('%s: takes hidden numbers that are NaN', async (_, method) => {
  const holes = (data: ArrayDataset): ArrayDataset => {
    const mask = Uint8Array.from(data.values, (_value, i) => (i % 9 === 4 ? 0 : 1));
    return { ...data, values: Float32Array.from(data.values, (value, i) => (mask[i] ? value : NaN)), mask };
  };
  using scorer = await method.fit(holes(usual), { heldOut: holes(heldOut), seed: 1 });
  const { values, contributions } = await scorer.score(holes(odd), { contributions: true });
  expect([...values].every(Number.isFinite)).toBe(true);
  expect(contributions!.filter((__, i) => i % 9 === 4).every((part) => Math.abs(part) === 0)).toBe(true);
});

test('a missing cell adds nothing', async () => {
  using scorer = await reconstruction(quick).fit(usual, { heldOut });
  const mask = new Uint8Array(odd.values.length).fill(1).map((_, i) => (i % 4 === 2 ? 0 : 1));
  const { contributions } = await scorer.score({ ...odd, mask }, { contributions: true });
  expect(contributions!.filter((_, i) => i % 4 === 2).every((value) => value === 0)).toBe(true);
});

test('words of a table count by their cross-entropy', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    size: (i % 3) + (i % 7) / 20,
    weight: (i % 3) * 2 + (i % 5) / 10,
    colour: ['red', 'green', 'blue'][i % 3]!,
    old: i % 3 === 0 ? 'yes' : 'no',
  }));
  const { data, encoder } = await encodeTable(fromRecords(rows), { stream: false });
  using scorer = await reconstruction({ hidden: [32, 32, 32], steps: 600, judge: 'hidden' }).fit(data as ArrayDataset, { encoder });
  const { data: given } = await encodeTable(
    fromRecords([
      { size: 1.1, weight: 2.2, colour: 'green', old: 'no' },
      { size: 1.1, weight: 2.2, colour: 'blue', old: 'no' },
    ]),
    { encoder, stream: false },
  );
  const { values, contributions } = await scorer.score(given as ArrayDataset, { contributions: true });
  expect(values[1]).toBeGreaterThan(3 * values[0]!);
  const colour = encoder.columns.find(({ name }) => name === 'colour')!;
  const blame = encoder.columns.map(({ start, width }) =>
    contributions!.subarray(encoder.width + start, encoder.width + start + width).reduce((a, b) => a + b, 0),
  );
  expect(blame.indexOf(Math.max(...blame))).toBe(encoder.columns.indexOf(colour));
});
