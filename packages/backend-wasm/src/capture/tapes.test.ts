import { expect, it } from 'vitest';
import { alone } from '../threads/pool.js';
import { tapesOf } from './tapes.js';
import type { Workers } from '../simd/simd-heap.js';

/** Tapes of a heap that notes what is called. */
function start() {
  const called: (readonly (string | number)[])[] = [];
  const note =
    (name: string) =>
    (...numbers: number[]): number => (called.push([name, ...numbers]), 7);
  const functions = { copy: note('copy'), fill: note('fill') };
  const state = { workers: { functions, pool: alone(functions), gemm: undefined } as Workers, scratch: 64 };
  const tapes = tapesOf({ workers: () => state.workers, scratchStart: () => state.scratch });
  const call = (name: string, ...numbers: number[]): void => state.workers.pool.run(tapes.row([{ name, numbers }]));
  return { called, state, tapes, call };
}

const [x, y] = [{}, {}];

it('plays the calls of a kernel with tensors that lie elsewhere', () => {
  const { called, tapes, call } = start();
  const addresses = new Map([
    [x, 1000],
    [y, 2000],
  ]);
  const addressOf = (data: object): number => tapes.marked(data) ?? addresses.get(data)!;
  const kernel = (): void => {
    for (let row = 0; row < 2; row++) call('copy', addressOf(x) + 16 * row, addressOf(y) + 4 * row, 4);
    call('fill', 512, 1e13);
  };
  expect(tapes.isWhole(kernel)).toBe(true);
  const places = new Map([
    [x, 0],
    [y, 1],
  ]);
  const tape = tapes.record(kernel, places, [1000, 2000])!;
  const expected = [
    ['copy', 1000, 2000, 4],
    ['copy', 1016, 2004, 4],
    ['fill', 512, 1e13],
  ];
  expect(called).toEqual([...expected, ...expected]);
  called.length = 0;
  // At the end of 32 bits, too.
  expect(tapes.play(tape, [2 ** 32 - 64, 3000])).toBe(true);
  expect(called).toEqual([
    ['copy', 2 ** 32 - 64, 3000, 4],
    ['copy', 2 ** 32 - 48, 3004, 4],
    ['fill', 512, 1e13],
  ]);
});

it('does not play what was recorded for other workers or other scratch memory', () => {
  const { called, state, tapes, call } = start();
  const tape = tapes.record(() => call('fill', 1, 2), new Map(), [])!;
  called.length = 0;
  state.scratch = 128;
  expect(tapes.play(tape, [])).toBe(false);
  state.scratch = 64;
  state.workers = { ...state.workers };
  expect(tapes.play(tape, [])).toBe(false);
  expect(called).toEqual([]);
});

it('finds that a kernel does more than call functions', () => {
  const { tapes, call } = start();
  expect(
    tapes.isWhole(() => {
      call('fill', 1, 2);
      tapes.spoil();
    }),
  ).toBe(false);
});

it('takes marks away if a kernel throws', () => {
  const { tapes } = start();
  expect(() =>
    tapes.record(
      () => {
        throw new Error('out of memory');
      },
      new Map([[x, 0]]),
      [1000],
    ),
  ).toThrow('out of memory');
  expect(tapes.marked(x)).toBeUndefined();
});
