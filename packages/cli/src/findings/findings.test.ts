import { verdictLine } from '@autoencoders/report';
import type { Finding } from '@autoencoders/report';
import { describe, expect, test } from 'vitest';
import type { Compared } from '../detect/controls.js';
import type { ClassifierRun } from '../finetune-report.js';
import type { EpochRecord } from '../run-record.js';
import type { ColumnMeasure } from '../tables/column-measures.js';
import { classifierFindings } from './classifier.js';
import { latentFinding, sparsityFinding, unitFinding } from './codes.js';
import { columnFindings } from './columns.js';
import { diverged, overfitting, stillFalling } from './curves.js';
import { detectorFindings } from './detector.js';
import { reconstructionFindings } from './reconstruction.js';

const epochs = (training: readonly number[], test: readonly number[] = []): readonly EpochRecord[] =>
  training.map((loss, i) => ({ loss, elapsedSeconds: i, ...(test[i] !== undefined && { test: { loss: test[i] } }) }));

/** The grade and the few words of a finding. */
const told = (finding: Finding | undefined): unknown => finding && [finding.grade, finding.brief];

describe('beside PCA', () => {
  const beside = (error: number, more: Record<string, number> = {}, allowed = 1) =>
    reconstructionFindings(
      { 'squared error': error, 'squared error of PCA': 10, 'R²': 0.8, ...more },
      { components: 8, likeness: 'as many numbers', allowed, advice: 'Train for longer.' },
    ).map(told);

  test.each([
    [6, 'good', '40 % less error than PCA with as many numbers'],
    [10.2, 'fair', 'about the error of PCA with as many numbers'],
    [15, 'bad', '50 % more error than PCA with as many numbers'],
  ])('an error of %d beside 10', (error, grade, brief) => expect(beside(error)).toEqual([[grade, brief]]));

  test('a model that learns something else besides may have more error', () =>
    expect(beside(15, {}, 2)).toEqual([['fair', '50 % more error than PCA with as many numbers']]));

  test('next to nothing of the variance is bad, whatever PCA reaches', () =>
    expect(beside(6, { 'R²': 0.02 })).toEqual([['bad', 'next to nothing learned']]));

  test('noise that is removed, and noise that is not', () => {
    expect(beside(6, { 'squared error of the noisy input': 20 })[0]).toEqual(['good', '70 % of the noise removed']);
    expect(beside(6, { 'squared error of the noisy input': 5 })[0]).toEqual(['bad', 'more error than the noise']);
  });

  test('where PCA cannot be compared with, the share of the variance says how good it is', () => {
    const alone = (share: number) =>
      reconstructionFindings({ 'squared error': 1, 'R²': share }, { components: undefined, likeness: '', allowed: 1, advice: 'More.' }).map(
        told,
      );
    expect(alone(0.9)).toEqual([['good', '90 % of the variance given back']]);
    expect(alone(0.46)).toEqual([['bad', '46 % of the variance given back']]);
  });
});

describe('curves', () => {
  test('a held-out loss that rose is overfitting, and says where to stop', () => {
    const found = overfitting(epochs([9, 5, 3, 2, 1], [9, 6, 4, 5, 6]), NaN)!;
    expect(told(found)).toEqual(['fair', 'overfitted in the end']);
    expect(found.advice).toContain('--epochs 3');
  });

  test('a loss on new examples that is much larger, one that is near, and differences that nobody would notice', () => {
    expect(told(overfitting(epochs([9, 4, 2], [9, 5, 4]), NaN))).toEqual(['fair', '100 % more loss on examples that are new']);
    expect(told(overfitting(epochs([9, 4, 2], [9, 5, 2.1]), NaN))).toEqual(['good', 'nothing overfitted']);
    expect(told(overfitting(epochs([2]), 2.1))).toEqual(['good', 'nothing overfitted']);
    expect(told(overfitting(epochs([0.001]), 0.002, 0.01))).toEqual(['good', 'nothing overfitted']);
    expect(overfitting([], 3)).toBeUndefined();
  });

  test('a loss that still falls, and one that became no number', () => {
    expect(stillFalling(epochs([9, 8, 7, 6, 5, 4]))).toMatchObject({
      grade: 'note',
      advice: 'More epochs would make it better (--epochs 12).',
    });
    expect(stillFalling(epochs([9, 4, 4, 4, 4, 4]))).toBeUndefined();
    expect(told(diverged(epochs([9, NaN])))).toEqual(['bad', 'training failed']);
    expect(diverged(epochs([9, 8]))).toBeUndefined();
  });
});

test('latents, units and sparsity', () => {
  expect(told(latentFinding({ 'active latents': 20 }, 20, ''))).toEqual(['good', '20 of 20 latents used']);
  expect(latentFinding({ 'active latents': 7 }, 20, 'More.')).toMatchObject({ grade: 'fair', brief: '7 of 20 latents used' });
  expect(told(latentFinding({ 'active latents': 0 }, 20, 'More.'))).toEqual(['bad', '0 of 20 latents used']);
  expect(told(unitFinding({ 'dead units, %': 50 }, 128, 'More.'))).toEqual(['fair', '64 of 128 units used']);
  expect(told(unitFinding({ 'dead units, %': 0 }, 128, 'More.'))).toEqual(['good', '128 of 128 units used']);
  expect(told(sparsityFinding({ 'mean activation, %': 5.5 }, 0.05))).toEqual(['good', 'a mean activation of 5.5 % for a target of 5 %']);
  expect(sparsityFinding({ 'mean activation, %': 22 }, 0.05)).toMatchObject({ grade: 'fair', advice: expect.stringContaining('more') });
});

test('columns: those that are learned, and PCA beside them', () => {
  const column = (name: string, value: number, constant = 0): ColumnMeasure => ({ name, kind: 'number', measure: 'R²', value, constant });
  const measures = { 'columns given back, %': 90, 'columns given back by PCA, %': 80 };
  expect(columnFindings([column('a', 0.9), column('b', 0.8)], measures, 2).map(told)).toEqual([
    ['good', '2 of 2 columns learned'],
    ['good', '50 % less lost than by PCA with as many numbers'],
  ]);
  const [half] = columnFindings([column('a', 0.9), column('noise', 0.01), column('c', 0.7, 0.69)], {}, 2);
  expect(half).toMatchObject({ grade: 'bad', text: expect.stringContaining('Not learned: noise, c.') });
  expect(columnFindings([column('a', 1)], { ...measures, 'columns given back by PCA, %': 100 }, 2)).toHaveLength(1);
});

describe('classifiers', () => {
  /** A run with so many of 1,000 examples of two classes wrong. */
  const run = (start: 'pre-trained' | 'random', wrong: number): ClassifierRun => ({
    start,
    draw: 1,
    testError: wrong / 10,
    confusion: [Int32Array.of(500 - wrong, wrong), Int32Array.of(0, 500)],
    result: { history: [], stopped: false },
  });
  test.each([
    [50, 200, 'Good: 5 % wrong; pre-training helps'],
    [200, 50, 'Poor: 20 % wrong; pre-training hurts'],
    [50, 52, 'Fair: 5 % wrong; pre-training makes no clear difference'],
  ])('%d of 1,000 wrong from trained weights, and %d from random ones', (own, random, line) =>
    expect(verdictLine(classifierFindings([run('pre-trained', own), run('random', random)]))).toBe(line),
  );
  test('no better than the most frequent class is bad', () =>
    expect(told(classifierFindings([run('pre-trained', 500)])[0])).toEqual(['bad', '50 % wrong']));
});

describe('detectors', () => {
  const method = (name: string, auroc?: number, difference?: number): Compared => ({
    name,
    alarms: 0,
    seconds: 1,
    auroc,
    lead: difference === undefined ? undefined : { difference, error: 0.01 },
    rankCorrelation: 1,
    commonAlarms: 1,
  });
  const detected = { noun: 'row', scored: 1000, alarms: 12, alarmRate: 0.01, advice: 'Take the forest.', drifted: false } as const;
  test('with labels, the AUROC and the simple methods judge it', () => {
    const line = (...methods: Compared[]) => verdictLine(detectorFindings({ ...detected, methods }));
    expect(line(method('detector', 0.97), method('forest', 0.9, 0.07))).toBe(
      'Good: AUROC 0.97; 12 alarms in 1,000 rows; better than all simple methods',
    );
    expect(line(method('detector', 0.92), method('forest', 0.99, -0.07))).toBe(
      'Fair: AUROC 0.92; 12 alarms in 1,000 rows; a simpler method does better',
    );
    expect(line(method('detector', 0.6))).toMatch(/^Poor: AUROC 0\.6;/);
  });
  test('without labels, nothing is called good; very many alarms and a drift are said', () => {
    const methods = [method('detector')];
    expect(verdictLine(detectorFindings({ ...detected, methods }))).toBe('Result: no labels to judge it by; 12 alarms in 1,000 rows');
    expect(verdictLine(detectorFindings({ ...detected, methods, alarms: 400, drifted: true }))).toBe(
      'Fair: no labels to judge it by; 400 alarms in 1,000 rows; the scores have drifted',
    );
  });
});
