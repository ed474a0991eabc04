import { expect, test } from 'vitest';
import { groupSpeed, speedText } from './group-speed.js';

test('the speed of a group is measured by its sums', () => {
  const lengths: number[] = [];
  const group = { rank: 0, size: 4, allReduce: (values?: Float32Array) => void lengths.push(values!.length) };
  const speed = groupSpeed(group as unknown as Parameters<typeof groupSpeed>[0]);
  expect(new Set(lengths)).toEqual(new Set([1, 2 ** 22]));
  expect(speed).toMatchObject({ ranks: 4, latency: expect.any(Number), bandwidth: expect.any(Number) });
  expect(speedText({ ranks: 2, latency: 12.3, bandwidth: 1.939 })).toBe('2 ranks: 1.94 GB/s, 12 µs for a sum of one number');
});
