import { expect, it } from 'vitest';
import { alone } from '../threads/pool.js';
import { tapesOf, together } from './tapes.js';
import type { Workers } from '../simd/simd-heap.js';
import type { Tape } from './tapes.js';

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
  const tape = tapes.record(kernel, places, [1000, 2000], 0)!;
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
  const tape = tapes.record(() => call('fill', 1, 2), new Map(), [], 0)!;
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
      0,
    ),
  ).toThrow('out of memory');
  expect(tapes.marked(x)).toBeUndefined();
});

/** A tape of rows of calls, each with its name only. */
function tapeOf(rows: readonly (readonly string[])[], { workers = sameWorkers, scratch = 64 } = {}): Tape {
  const calls = rows.map((row) => row.map((name) => ({ name, numbers: [] })));
  return { rows: calls, patches: [], workers, scratch, used: 0 };
}
const sameWorkers = { functions: {}, pool: alone({}), gemm: undefined } as Workers;
const namesOf = (tape: Tape | undefined) => tape?.rows.map((row) => row.map(({ name }) => name).join(' '));

it('plays kernels together: shared calls from both ends, single ones in the middle', () => {
  const [inputs, weights, bias] = [tapeOf([['x0', 'x1']]), tapeOf([['w0', 'w1']]), tapeOf([['b']])];
  expect(namesOf(together([inputs, weights, bias]))).toEqual(['x0 w0 b w1 x1']);
  expect(namesOf(together([bias, inputs]))).toEqual(['x0 b x1']);
});

it('keeps the order of the rows of each kernel, and puts a single call beside a shared one', () => {
  const product = tapeOf([['pack'], ['p0', 'p1'], ['sum']]);
  expect(namesOf(together([tapeOf([['b']]), product]))).toEqual(['pack', 'p0 b p1', 'sum']);
  expect(namesOf(together([product, tapeOf([['q0', 'q1'], ['rest']])]))).toEqual(['q0 pack q1', 'p0 rest p1', 'sum']);
});

it('leaves single calls to one thread', () => {
  expect(namesOf(together([tapeOf([['a']]), tapeOf([['b']])]))).toEqual(['a', 'b']);
});

it('does not play together what has no tape, or was recorded for other workers or scratch memory', () => {
  expect(together([])).toBeUndefined();
  expect(together([tapeOf([['a']]), undefined])).toBeUndefined();
  expect(together([tapeOf([['a']]), tapeOf([['b']], { scratch: 128 })])).toBeUndefined();
  expect(together([tapeOf([['a']]), tapeOf([['b']], { workers: { ...sameWorkers } })])).toBeUndefined();
});

it('keeps the scratch memory of kernels that play together apart', () => {
  const { tapes } = start();
  const kernel =
    (bytes: number): (() => void) =>
    () =>
      void skipped.push(tapes.skipped(bytes));
  const skipped: number[] = [];
  const first = tapes.record(kernel(100), new Map(), [], 0)!;
  const second = tapes.record(kernel(64), new Map(), [], first.used)!;
  expect(skipped).toEqual([0, 128]);
  expect([first.used, second.used]).toEqual([128, 192]);
  expect(together([first, second])!.used).toBe(192);
  expect(tapes.skipped(100)).toBe(0);
});
