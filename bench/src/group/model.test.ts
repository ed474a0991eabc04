import { expect, test } from 'vitest';
import { PAYLOAD, messages, ringBytes, speedUp, stepTime } from './model.js';

const step = { alone: 0.1, computing: 0.1, bytes: 1e6 };

test('a step of two hosts is its parts', () => {
  const network = { latency: 1e-4, own: 1e-9, gigabits: 1 };
  expect(messages(2)).toBe(3);
  expect(ringBytes(2, 1e6)).toBe(1e6);
  expect(stepTime(2, { ...step, computing: 0.11 }, network)).toBeCloseTo(0.11 + 3e-4 + 8e-3 / PAYLOAD + 1e-3, 12);
  expect(stepTime(1, step, network)).toBe(0.1);
});

test('hosts are as many times as fast as there are, if sums cost nothing, and less otherwise', () => {
  const free = { latency: 0, own: 0, gigabits: Infinity };
  expect(speedUp(16, step, free)).toBeCloseTo(16, 12);
  for (const cost of [{ latency: 1e-4 }, { own: 1e-9 }, { gigabits: 10 }])
    expect(speedUp(16, step, { ...free, ...cost })).toBeLessThan(15.9);
});
