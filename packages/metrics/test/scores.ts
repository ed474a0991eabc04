import { readFileSync } from 'node:fs';
import { uniform } from '@autoencoders/core';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

/** Random numbers in [0, 1). */
export function randomNumbers(count: number, seed: number): Float64Array {
  if (getBackend() !== 'cpu') void setBackend('cpu');
  const tensor = uniform([count], seed);
  const values = Float64Array.from(tensor.dataSync<'float32'>());
  tensor.dispose();
  return values;
}

/** Labels of which about `share` are anomalies, with at least one of each kind. */
export function randomLabels(count: number, share: number, seed: number): Uint8Array {
  const labels = Uint8Array.from(randomNumbers(count, seed), (value) => (value < share ? 1 : 0));
  labels.set([0, 1]);
  return labels;
}

/** What scikit-learn says of labels and scores. */
export interface RankedFixture {
  readonly name: string;
  readonly labels: number[];
  readonly scores: number[];
  readonly auroc: number;
  readonly averagePrecision: number;
  readonly roc: { readonly fpr: number[]; readonly tpr: number[]; readonly thresholds: number[] };
  readonly precisionRecall: { readonly precision: number[]; readonly recall: number[]; readonly thresholds: number[] };
  /** The threshold behind `f1`. */
  readonly alarm: number;
  readonly f1: { readonly f1: number; readonly precision: number; readonly recall: number };
  readonly bestF1: number;
}

/** What the definition of VUS, written in numpy, says of a series. */
export interface SeriesFixture {
  readonly name: string;
  readonly steps: number;
  readonly events: [number, number][];
  readonly scores: number[];
  readonly window: number;
  readonly thresholds: number;
  readonly vusRoc: number;
  readonly vusPr: number;
}

/** What `fixtures/make-detection.py` wrote. */
export const detection = JSON.parse(readFileSync(new URL('fixtures/detection.json', import.meta.url), 'utf8')) as {
  readonly ranked: readonly RankedFixture[];
  readonly series: readonly SeriesFixture[];
  readonly periods: readonly { readonly name: string; readonly values: number[]; readonly window: number }[];
};
