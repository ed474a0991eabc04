import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Loss } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, lossOf, slopeOf } from '../test/pass.js';
import { binaryCrossEntropy, huber, meanAbsoluteError, meanSquaredError, squaredError } from './reconstruction.js';

beforeAll(() => setBackend('cpu'));

const target = [
  [0.2, 0.9, 0.4],
  [0.7, 0.1, 0.6],
];
const output = [
  [0.5, -0.3, 2.1],
  [1.9, 0.8, -0.4],
];
// The second number of the first example and the first and last of the second are missing.
const mask = [
  [1, 0, 1],
  [0, 1, 0],
];
const pass = { target, output, logits: output, mask };
const sums: readonly (readonly [string, Loss])[] = [
  ['squaredError', squaredError],
  ['huber', huber(0.7)],
  ['binaryCrossEntropy', binaryCrossEntropy],
];
const means: readonly (readonly [string, Loss])[] = [
  ['meanSquaredError', meanSquaredError],
  ['meanAbsoluteError', meanAbsoluteError],
];
const alone = (row: number, column: number) => ({
  target: [[target[row]![column]!]],
  output: [[output[row]![column]!]],
  logits: [[output[row]![column]!]],
});
const known = [alone(0, 0), alone(0, 2), alone(1, 1)];

describe.each(sums)('%s with a mask', (name, loss) => {
  const read = name === 'binaryCrossEntropy' ? 'logits' : 'output';

  test('is the sum over the numbers that are known, averaged over the batch', () => {
    const each = known.map((one) => lossOf(loss, one));
    expect(lossOf(loss, pass)).toBeCloseTo(each.reduce((a, b) => a + b) / 2, 5);
  });

  test('has gradient 0 where a number is missing, and the usual gradient elsewhere', () => {
    const masked = slopeOf(loss, pass, read) as number[][];
    const plain = slopeOf(loss, { target, output, logits: output }, read) as number[][];
    masked.forEach((row, i) => row.forEach((slope, j) => expect(slope).toBeCloseTo(mask[i]![j]! * plain[i]![j]!, 6)));
  });

  behaves(loss, pass, [read]);
});

test.each(means)('%s with a mask is the mean over the numbers that are known', (_, loss) => {
  const each = known.map((one) => lossOf(loss, one));
  expect(lossOf(loss, pass)).toBeCloseTo(each.reduce((a, b) => a + b) / 3, 6);
});

test.each([...sums, ...means])('%s is 0 where nothing is known', (_, loss) => {
  expect(
    lossOf(loss, {
      ...pass,
      mask: [
        [0, 0, 0],
        [0, 0, 0],
      ],
    }),
  ).toBeCloseTo(0, 6);
});
