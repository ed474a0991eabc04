import type { Group } from '@autoencoders/core';

/** How fast the sums of a group are. */
export interface GroupSpeed {
  readonly ranks: number;
  /** Of a sum of one number, in microseconds. */
  readonly latency: number;
  /** Of a sum of 16 MB, in GB/s that each rank sends. Of n ranks in a ring, each sends 2·(n − 1)/n of the bytes, which is the least. */
  readonly bandwidth: number;
}

const NUMBERS = 2 ** 22;
const BYTES = 4;
/** How often each sum is repeated. The median counts. */
const [SMALL, LARGE] = [200, 7];

/** Measures the sums of a group. All ranks call it alike. */
export function groupSpeed(group: Group): GroupSpeed {
  const seconds = (numbers: number, times: number): number => {
    const values = new Float32Array(numbers);
    // The first ones connect the ranks.
    for (let i = 0; i < 2; i++) group.allReduce(values);
    const all = Array.from({ length: times }, () => {
      const start = performance.now();
      group.allReduce(values);
      return (performance.now() - start) / 1000;
    });
    return all.toSorted((a, b) => a - b)[times >> 1]!;
  };
  const latency = 1e6 * seconds(1, SMALL);
  const share = (2 * (group.size - 1)) / group.size;
  return { ranks: group.size, latency, bandwidth: (share * BYTES * NUMBERS) / seconds(NUMBERS, LARGE) / 1e9 };
}

/** `2 ranks: 1.94 GB/s, 12 µs for a sum of one number`. */
export const speedText = ({ ranks, latency, bandwidth }: GroupSpeed): string =>
  `${ranks} ranks: ${bandwidth.toPrecision(3)} GB/s, ${latency.toFixed(0)} µs for a sum of one number`;
