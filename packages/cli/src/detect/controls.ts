import { auroc, averagePrecision, vusPr, vusRoc } from '@autoencoders/metrics';
import { aurocDifference } from './auroc-difference.js';
import { alarmsIn } from './found.js';
import type { Found } from './found.js';
import { UNKNOWN } from './labels.js';

/** What a method makes of the rows: the detector, or a control. */
export interface Outcome {
  readonly name: string;
  readonly scores: Float64Array;
  readonly alarms: Uint8Array;
  /** Seconds that it took to learn. */
  readonly seconds: number;
}

/** A method beside the detector. */
export interface Compared {
  readonly name: string;
  readonly alarms: number;
  readonly seconds: number;
  /** With labels of both kinds. */
  readonly auroc?: number | undefined;
  readonly averagePrecision?: number | undefined;
  /** Of the steps of a series. */
  readonly vusPr?: number | undefined;
  readonly vusRoc?: number | undefined;
  /** By how much the detector's AUROC is larger, and the standard error of that: infinite for a single anomaly or event. */
  readonly lead?: { readonly difference: number; readonly error: number } | undefined;
  /** The correlation of the ranks of its scores with those of the detector. */
  readonly rankCorrelation: number;
  /** Alarms that both give, as a share of the alarms that either gives. NaN without any. */
  readonly commonAlarms: number;
}

/** What is known of rows that are steps in time. */
export interface StepsInTime {
  /** Steps of one number and one label are not independent: those of an event, or of a window. */
  readonly clusters: Int32Array;
  /** The longest buffer around events, in steps, in which an alarm still counts in part for VUS. */
  readonly buffer: number;
}

/** Compares methods with the first of them, the detector. `kinds` are labels, if there are some of both kinds. */
export function compared(outcomes: readonly Outcome[], kinds: Uint8Array | undefined, steps?: StepsInTime): readonly Compared[] {
  const [detector] = outcomes as readonly [Outcome];
  const labelled = kinds && labelledOf(kinds);
  const ranks = ranksOf(detector.scores);
  return outcomes.map(({ name, scores, alarms, seconds }) => ({
    name,
    alarms: alarmsIn(alarms),
    seconds,
    ...(labelled && judged(labelled, scores, detector.scores, steps)),
    rankCorrelation: correlation(ranks, ranksOf(scores)),
    commonAlarms: overlap(alarms, detector.alarms),
  }));
}

interface Labelled {
  readonly rows: readonly number[];
  readonly labels: readonly number[];
}

/** The rows whose label is known. */
export function labelledOf(kinds: Uint8Array): Labelled {
  const rows = Array.from(kinds.keys()).filter((row) => kinds[row] !== UNKNOWN);
  return { rows, labels: rows.map((row) => kinds[row]!) };
}

function judged(
  { rows, labels }: Labelled,
  scores: Float64Array,
  detector: Float64Array,
  steps: StepsInTime | undefined,
): Pick<Compared, 'auroc' | 'averagePrecision' | 'vusPr' | 'vusRoc' | 'lead'> {
  const [own, first] = [scores, detector].map((all) => Float64Array.from(rows, (row) => all[row]!)) as [Float64Array, Float64Array];
  const window = steps?.buffer;
  return {
    ...(steps && { vusPr: vusPr(labels, own, { window }), vusRoc: vusRoc(labels, own, { window }) }),
    auroc: auroc(labels, own),
    averagePrecision: averagePrecision(labels, own),
    lead: aurocDifference(labels, first, own, steps && rows.map((row) => steps.clusters[row]!)),
  };
}

/** The rank of each value; equal values have the mean of their ranks. */
function ranksOf(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end += 1;
    for (let i = first; i < end; i++) ranks[order[i]!] = (first + end - 1) / 2;
    first = end;
  }
  return ranks;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const middle = (a.length - 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - middle, b[i]! - middle];
    both += x * y;
    first += x * x;
    second += y * y;
  }
  return both / Math.sqrt(first * second);
}

function overlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i]! & b[i]!;
    either += a[i]! | b[i]!;
  }
  return both / either;
}

/** The outcome of the detector itself. */
export const outcomeOf = (name: string, { scores, alarms }: Pick<Found, 'scores' | 'alarms'>, seconds: number): Outcome => ({
  name,
  scores,
  alarms,
  seconds,
});
