import { expect, test } from 'vitest';
import { comparedMeasures, groupRuns } from './compared-runs.js';
import type { ComparedRun } from './compared-runs.js';
import { comparisonTable } from './comparison-table.js';

const MEASURES = { 'test loss': 4.25, 'squared error': 1.0601, 'kNN accuracy of codes, %': 95.96, 'training time, s': 11.08 };

const run = (variant: string, config: Record<string, string | number> = {}, measures: Record<string, number> = MEASURES): ComparedRun => ({
  path: `runs/${variant}`,
  dataset: 'digits',
  config: new Map<string, string | number>([['variant', variant], ['dataset', 'digits'], ...Object.entries(config)]),
  seed: 0,
  measures,
  losses: [2, 1],
});

const names = (...runs: ComparedRun[]): readonly string[] => groupRuns(runs).map(({ name }) => name);
const table = (width: number | undefined, ...runs: ComparedRun[]): string => {
  const groups = groupRuns(runs);
  return comparisonTable(groups, comparedMeasures(groups), width);
};
const widest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

test('names have the settings that differ within a variant, rounded to what differs', () => {
  expect(names(run('sparse', { beta: 0.24489795918367346, rho: 0.05 }), run('sparse', { beta: 3, rho: 0.05 }))).toEqual([
    'sparse, beta 0.245',
    'sparse, beta 3',
  ]);
  expect(names(run('sparse', { beta: 0.24489795918367346 }), run('sparse', { beta: 0.24491 }))).toEqual([
    'sparse, beta 0.2449',
    'sparse, beta 0.24491',
  ]);
  expect(names(run('sparse', { beta: 0.24489795918367346 }), run('variational', { beta: 1 }))).toEqual(['sparse', 'variational']);
  expect(names(run('sparse', { latent: 64, learningRate: 0.001 }), run('sparse', { latent: 32, learningRate: 0.01 }))).toEqual([
    'sparse, latents 64, learning rate 0.001',
    'sparse, latents 32, learning rate 0.01',
  ]);
});

const seven = ['undercomplete', 'convolutional', 'denoising'].flatMap((variant) => [
  run(variant, { latent: 8, learningRate: 0.001 }),
  run(variant, { latent: 16, learningRate: 0.002 }),
]);

test.each([80, 120, undefined])('the table fits %s columns, with every measure of every run', (width) => {
  const text = table(width, ...seven);
  expect(widest(text)).toBeLessThanOrEqual(width ?? 80);
  expect(text.match(/1\.06\b/g)).toHaveLength(seven.length);
  expect(text).toMatch(/^A {2}undercomplete, latents 8, learning rate 0\.001$/m);
});

test('names stand above the columns where there is room', () => {
  expect(table(80, run('sparse'), run('top-k'))).toMatch(/^ +sparse +top-k$/m);
});

test('losses of several variants stand apart, and so does what only one of them has', () => {
  const groups = groupRuns([run('sparse'), run('top-k', {}, { ...MEASURES, 'dead units, %': 3 })]);
  expect(comparedMeasures(groups)).toEqual({
    common: ['squared error', 'kNN accuracy of codes, %', 'training time, s'],
    apart: ['test loss', 'dead units, %'],
  });
  expect(comparedMeasures(groupRuns([run('sparse', { beta: 1 }), run('sparse', { beta: 2 })])).apart).toEqual([]);
  const others = groupRuns([run('sparse'), run('sparse', { dataset: 'mnist' })]);
  expect(comparedMeasures(others)).toEqual({ common: [], apart: Object.keys(MEASURES) });
  expect(table(80, run('sparse'), run('top-k'))).toMatch(/training time[^\n]*\n\nNot to be compared between columns:\ntest loss/);
});
