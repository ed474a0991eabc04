import { afterEach, expect, test, vi } from 'vitest';
import { checkpointWriter } from './checkpoint-writer.js';
import type { Checkpoint } from './checkpoint.js';

afterEach(() => void vi.restoreAllMocks());

const checkpoint = {
  level: 1,
  epoch: 1,
  step: 1,
  globalStep: 1,
  weights: {},
  bestWeights: undefined,
  optimizerState: {},
} as unknown as Checkpoint;

test.each([
  ['thirty seconds, or a hundred times as long as a copy takes', undefined, 20, 30],
  ['a hundred times as long as a slow copy takes', undefined, 1000, 100],
  ['as long as it is asked for, however slow', 2, 1000, 2],
])('steps go on for %s', async (_, everySeconds, copying, seconds) => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const store = { write: () => undefined, read: () => undefined };
  const writer = checkpointWriter('fit', { store, everySeconds, everySteps: Infinity, metadata: {}, onNotice: () => undefined });
  await writer.take(async () => {
    now += copying;
    return checkpoint;
  });
  await writer.idle();
  now += seconds * 1000 - 1;
  expect(writer.isDue(1)).toBe(false);
  now += 1;
  expect(writer.isDue(1)).toBe(true);
});
