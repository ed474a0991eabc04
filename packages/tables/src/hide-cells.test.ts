import '@tensorflow/tfjs-backend-cpu';
import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { expect, test } from 'vitest';
import { encodeTable, fromCsv, hideCells } from './index.js';

const rows = Array.from({ length: 400 }, (_, i) => `${i % 7},${['a', 'b', 'c'][i % 3]},${i % 4 === 0 ? 'yes' : 'no'}`);
const { data, encoder } = await encodeTable(fromCsv(['x,w,v', ...rows].join('\n')), { stream: false });

test('hides whole cells with the given probability, and leaves the others as they are', async () => {
  const { values } = data;
  const empty = encoder.encode({ rows: 1, columns: { x: Float64Array.of(NaN), w: [null], v: [null] } }).values;
  await expectNoLeaks(() => {
    const hidden = tidy(() => hideCells(encoder, 0.3)(tensor2d(values, [400, encoder.width]), seeded(1)).dataSync());
    let changed = 0;
    for (let row = 0; row < 400; row++)
      for (const { start, width } of encoder.columns) {
        const of = (from: ArrayLike<number>, at: number): number[] => Array.from({ length: width }, (_, i) => from[at + start + i]!);
        const [before, after] = [of(values, row * encoder.width), of(hidden, row * encoder.width)];
        if (after.some((value, i) => Math.abs(value - before[i]!) > 1e-6)) {
          after.forEach((value, i) => expect(value).toBeCloseTo(of(empty, 0)[i]!, 5));
          changed += 1;
        }
      }
    // Some cells hold already what stands for a missing one.
    expect(changed / 1200).toBeGreaterThan(0.12);
    expect(changed / 1200).toBeLessThan(0.3);
  });
});

test('its config makes it again', () => {
  const { config } = hideCells(encoder, 0.2);
  const [layout, rate] = JSON.parse(JSON.stringify(config!.args)) as [Parameters<typeof hideCells>[0], number];
  const noise = (corrupt: ReturnType<typeof hideCells>): number[] =>
    tidy(() => Array.from(corrupt(tensor2d(data.values, [400, encoder.width]), seeded(3)).dataSync()));
  expect(noise(hideCells(layout, rate))).toEqual(noise(hideCells(encoder, 0.2)));
});

test('what does not fit is refused', () => {
  expect(() => hideCells(encoder, 2)).toThrow('hideCells: rate must be a finite number from 0 to 1, not 2');
  expect(() => hideCells(3 as never, 0.2)).toThrow('hideCells: encoder must be one, such as fitEncoder gives, not 3');
  expect(() => tidy(() => hideCells(encoder, 0.2)(tensor2d([[1, 2]]), seeded(1)))).toThrow('must be [batch, ');
});

test('a range gives each row its own probability', async () => {
  await expectNoLeaks(() => {
    const zeros = new Float32Array(400 * encoder.width).fill(9);
    const hidden = tidy(() => hideCells(encoder, [0, 0.6])(tensor2d(zeros, [400, encoder.width]), seeded(2)).dataSync());
    const perRow = Array.from(
      { length: 400 },
      (_, row) => encoder.columns.filter(({ start }) => hidden[row * encoder.width + start] !== 9).length,
    );
    const share = perRow.reduce((a, b) => a + b, 0) / 1200;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
    // Rows vary more than with one probability of 0.3, where none are hidden in 0.34 of the rows.
    expect(perRow.filter((count) => count === 0).length / 400).toBeGreaterThan(0.38);
  });
  expect(() => hideCells(encoder, [0.5, 0.2])).toThrow('hideCells: the end of the range rate must');
});
