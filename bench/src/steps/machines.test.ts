import { expect, test } from 'vitest';
import { comparisonsOf, othersOf } from './machines.js';
import type { ModelResult, ProductResult, Timing } from './results.js';

const timing = (name: string, ms: number, gflops: number): Timing => ({
  name,
  title: name,
  version: '',
  ms,
  steps: 3,
  rounds: [ms, ms, 2 * ms],
  ratio: 1,
  gflops,
  peak: 1,
  difference: 0,
  losses: [],
});

const run = (machine: string, torch: readonly Timing[] = [timing('torch-1', 8, 10), timing('torch-2', 10, 8)]) => ({
  machine,
  date: '2026-11-30',
  limits: { chained: 30, apart: 40, fused: NaN },
  models: [
    {
      name: 'dense-small',
      title: 'small',
      gflop: 1,
      tolerance: 1,
      entries: [timing('ours', 6, 24), timing('ours-2', 4, 36), timing('ours-blas', 2, 70), timing('jax-js', 15, 9), ...torch],
    },
  ] satisfies readonly ModelResult[],
  products: [{ blas: 90 }, { blas: 100 }, { blas: NaN }] as unknown as readonly ProductResult[],
});

test('a run is compared by ratios of its own', () => {
  expect(comparisonsOf(run('Xeon')).comparisons).toEqual([
    { title: 'small', ofPytorch: 0.25, ofPeak: 0.7, ofLimit: 0.8, overJax: 2.5, twoThreads: 1.5 },
  ]);
  expect(comparisonsOf(run('Xeon', [])).comparisons[0]!.ofPytorch).toBeNaN();
});

test('results keep the comparisons of the last run on each other machine', () => {
  const machines = (others: ReturnType<typeof othersOf>): string[] => others.map(({ machine }) => machine);
  const first = run('Xeon');
  expect(othersOf('Xeon', undefined)).toEqual([]);
  expect(othersOf('Xeon', first)).toEqual([]);
  const second = { ...run('EPYC'), others: othersOf('EPYC', first) };
  expect(second.others).toEqual([comparisonsOf(first)]);
  expect(machines(othersOf('EPYC', second))).toEqual(['Xeon']);
  expect(machines(othersOf('Xeon', second))).toEqual(['EPYC']);
  expect(machines(othersOf('M4', second))).toEqual(['EPYC', 'Xeon']);
  const many = ['a', 'b', 'c', 'd', 'e'].reduce<ReturnType<typeof run> & { others?: ReturnType<typeof othersOf> }>(
    (before, machine) => ({ ...run(machine), others: othersOf(machine, before) }),
    first,
  );
  expect(machines(many.others!)).toEqual(['d', 'c', 'b']);
});
