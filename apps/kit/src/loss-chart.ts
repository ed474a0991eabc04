import type { Progress } from '@autoencoders/training';
import { chart } from './chart.js';
import type { ChartOptions } from './chart.js';
import type { LossLine } from './definition.js';
import { epochOf } from './measures.js';
import { recentLosses } from './recent-losses.js';

/** The loss of a training, by epoch. */
export interface LossChart {
  readonly element: HTMLElement;
  /** Draws a training so far, at most every 120 ms. */
  readonly draw: (history: readonly Progress[]) => void;
}

const PACE = 120;

export function lossChart(label: string, lines: readonly LossLine[], options: Pick<ChartOptions, 'logScale'> = {}): LossChart {
  const { element, draw } = chart({ label, x: 'epoch', wholeTicks: true, fitted: true, ...options });
  let shown: readonly Progress[] | undefined;
  let due = 0;
  const drawShown = (): void => {
    due = 0;
    const points = recentLosses(shown!)
      .map((progress) => ({ epoch: epochOf(progress), values: lines.map(({ value }) => value(progress)) }))
      // Some phases of a training have no value for this chart.
      .filter(({ values }) => values.some((value) => value !== undefined));
    draw(
      lines,
      points.map(({ epoch }) => epoch),
      lines.map((_, i) => points.map(({ values }) => values[i])),
    );
  };
  return {
    element,
    draw(history) {
      if (history === shown) return;
      shown = history;
      due ||= window.setTimeout(drawShown, history.length === 0 ? 0 : PACE);
    },
  };
}
