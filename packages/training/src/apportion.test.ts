import { seeded } from '@autoencoders/core';
import { describe, expect, it } from 'vitest';
import { fairShares, rowsBefore } from './apportion.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const draw = seeded(11);
const upTo = (most: number): number => draw() % (most + 1);
const lists = Array.from({ length: 60 }, () => Array.from({ length: 1 + upTo(6) }, () => (upTo(3) === 0 ? upTo(2) : upTo(60))));

describe('rowsBefore', () => {
  it('takes the rows of all parts in the order of (j + ½) / n', () => {
    for (const counts of lists) {
      const rows = counts.flatMap((count, part) => Array.from({ length: count }, (_, j) => ({ part, place: (j + 0.5) / count })));
      rows.sort((a, b) => a.place - b.place || a.part - b.part);
      for (let at = 0; at <= rows.length; at++) {
        const first = rows.slice(0, at);
        expect(rowsBefore(counts, at)).toEqual(counts.map((_, part) => first.filter((row) => row.part === part).length));
      }
    }
  });

  it('uses up large parts alike', () => {
    const counts = [60_000_000, 1, 0, 29_999_999];
    expect(sum(rowsBefore(counts, 12_345_678))).toBe(12_345_678);
    expect(rowsBefore(counts, 45_000_000)).toEqual([30_000_000, 1, 0, 14_999_999]);
    expect(rowsBefore(counts, 90_000_000)).toEqual(counts);
  });
});

describe('fairShares', () => {
  it('gives all rows, from no part more than it has, and from none two less than from another that has no more', () => {
    for (const left of lists)
      for (const rows of [0, 1, 7, sum(left)].filter((rows) => rows <= sum(left))) {
        const shares = fairShares(left, rows);
        expect(sum(shares)).toBe(rows);
        expect(shares.every((share, part) => share <= left[part]!)).toBe(true);
        const most = Math.max(...shares);
        expect(shares.every((share, part) => share === left[part]! || share >= most - 1)).toBe(true);
      }
  });
});
