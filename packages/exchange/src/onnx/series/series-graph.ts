import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import type { ValueInfo } from '../proto.js';
import type { ScorerGraph, ScorerState } from '../scorers/scorer.js';
import { alarms } from './alarms.js';
import type { AlarmRule } from './alarms.js';
import { seriesRows } from './series-rows.js';
import type { SeriesOptions } from './series-rows.js';
import { stepScores } from './step-scores.js';
import { windowsOf } from './windows.js';

/** A detector of series of @autoencoders/anomaly: what `fitSeriesDetector` and `loadSeriesDetector` give. */
export interface ExportableSeriesDetector {
  readonly kind: 'series';
  readonly scorer: { readonly shape: Shape; readonly state: () => Promise<ScorerState> };
  readonly options: SeriesOptions;
  readonly rule: AlarmRule;
  readonly columns?: readonly string[] | undefined;
  readonly threshold: { readonly value: number };
}

/** Adds what scores a whole series, and gives its inputs and outputs. Throws for a stride other than 1. */
export function seriesGraph(
  g: Graph,
  { scorer: { shape }, options, rule, threshold }: ExportableSeriesDetector,
  scorer: ScorerGraph,
  contributions: boolean,
): { readonly inputs: readonly ValueInfo[]; readonly outputs: readonly ValueInfo[] } {
  const { stride = 1, missing = 'skip', longestStep } = options;
  check(
    stride === 1,
    () => `detectorToOnnx: the detector has a stride of ${stride}, and a file has a window at every step; fit it with stride 1`,
  );
  const [length, columns] = shape as readonly [number, number];
  const rows = seriesRows(g, options);
  const windows = windowsOf(g, rows, [length, columns], missing);
  g.at('scorer');
  const found = stepScores(g, rows, windows, scorer(g, windows.examples).contributions(), options);
  g.rename(alarms(g, rows, found.score, threshold.value, rule), 'alarm');
  const m = arithmetic(g, 'double');
  g.rename(m.cast(found.score, 'float'), 'score');
  if (contributions) g.rename(m.cast(found.contributions, 'float'), 'contributions');
  const info = (name: string, about: string, more: Partial<ValueInfo> = {}): ValueInfo => ({
    name,
    shape: [],
    axis: 'time',
    about,
    ...more,
  });
  const times = info('times', `when each step was measured; no window crosses more than ${longestStep}`, { type: 'double' });
  return {
    inputs: [
      info('x', 'the series in its own units; NaN where missing', { shape: [columns], type: 'double' }),
      ...(longestStep === undefined ? [] : [times]),
    ],
    outputs: [
      info('score', 'how odd a step is, larger is odder; NaN where no window covers it'),
      ...(contributions ? [info('contributions', 'what each column adds to the score', { shape: [columns] })] : []),
      info('alarm', `whether the step is part of an alarm: above ${threshold.value}, by the rule ${JSON.stringify(rule)}`, {
        type: 'bool',
      }),
    ],
  };
}
