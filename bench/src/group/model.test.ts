import { expect, test } from 'vitest';
import { PAYLOAD, messages, ringBytes, speedUp, stepTime, sumTime, sums } from './model.js';

const step = { alone: 0.1, computing: 0.1, messages: [{ bytes: 1e6, ahead: 0 }] };
const network = { latency: 1e-4, own: 1e-9, gigabits: 1 };

test('a step of two hosts is its parts', () => {
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

test('a sum that begins before the end of the backward pass adds what outlasts it, and takes its own part from computing', () => {
  const each = sumTime(4, 1e6, network);
  const own = ringBytes(4, 1e6) * network.own;
  const of = (...ahead: number[]) => sums(4, { messages: ahead.map((one) => ({ bytes: 1e6, ahead: one })) }, network);
  // Nothing is early.
  expect(of(0, 0)).toEqual({ added: 2 * each, hidden: 0 });
  // The first is there before the second begins.
  expect(of(2 * each, 0).added).toBeCloseTo(each + own / 2, 12);
  expect(of(2 * each, 0).hidden).toBeCloseTo(each, 12);
  // Half of the first outlasts the backward pass, and the second waits for it.
  expect(of(each / 2, 0).added).toBeCloseTo(1.5 * each + own / 4, 12);
  // All are there before the end.
  expect(of(3 * each, 2 * each).added).toBeCloseTo(own, 12);
});
