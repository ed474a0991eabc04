import type { Group } from '@autoencoders/core';
import type { Progress } from '@autoencoders/training';
import { expect, test, vi } from 'vitest';
import { rankClock, ranksSection, ranksText } from './rank-times.js';

const at = (epoch: number, step: number): Progress => ({ epoch, step, steps: 10 }) as Progress;

test('times are those of a step, from the first progress on', () => {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const times = { waiting: 5, communication: 2 };
  // What rank 1 adds: 1, 2 and 3 ms.
  const group = { rank: 0, size: 2, times: () => ({ ...times }), allReduce: (all?: Float32Array) => all!.set([1, 2, 3], 3) };
  const clock = rankClock(group as unknown as Group);
  clock.note(at(1, 2));
  expect(clock.times()).toBeUndefined();
  now += 4000;
  times.waiting += 1;
  times.communication += 0.5;
  clock.note(at(1, 10));
  clock.note(at(2, 2));
  // 10 steps in 4 seconds, of which it waited for 1 and sent for 0.5.
  const ranks = clock.times()!;
  expect(ranks).toEqual([
    { rank: 0, computing: 250, communication: 50, waiting: 100 },
    { rank: 1, computing: 1, communication: 2, waiting: 3 },
  ]);
  expect(ranksText(ranks)).toBe(
    'ms per step  computing  communication  waiting\nrank 0           250.0           50.0    100.0\nrank 1            1.00           2.00     3.00\n',
  );
  expect(JSON.stringify(ranksSection(ranks)[0]!.body)).toContain('<td>250.0</td><td>50.0</td><td>100.0</td>');
  expect(ranksSection(undefined)).toEqual([]);
  vi.restoreAllMocks();
});
