import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import { checkScored } from './checks.js';
import { stretchesOf } from './events.js';
import type { SeriesEvent } from './events.js';

/** Options of `vusRoc` and `vusPr`. */
export interface VusOptions {
  /** The longest buffer around events, both sides together, in steps. Default 100. `vusWindow` gives the one of the TSB-AD benchmark. */
  readonly window?: number | undefined;
  /** How many thresholds there are, 2 or more. Default 250. */
  readonly thresholds?: number | undefined;
}

/**
 * The volume under the ROC surface of a series: the area under a ROC curve that forgives alarms close to events, averaged over buffers of
 * 0, 1, … `window` steps. `labels` and `scores` have one number for each step. From 0 to 1. Random scores get about 0.5 where buffers are
 * short beside the events, and more where they are long: compare with random scores on the same labels.
 *
 * With a buffer of w steps, a step at a distance d ≤ w/2 from an event has the weight √(1 − d/w), at most 1 in sum; steps of events have
 * the weight 1. At each threshold, TP is the weight of the alarms, P is the number of labelled steps plus half the weight of the alarms
 * outside of events, and
 * - recall is min(TP / P, 1) · the share of events that have an alarm within their buffer (buffers that overlap make one event of two),
 * - the false-alarm rate is (alarms − TP) / (steps − P),
 * - precision is TP / alarms.
 *
 * The thresholds are `thresholds` scores that are equally far apart by rank. Throws when labels and scores differ in number, when a label is
 * neither 0 nor 1, when all labels are the same, when a score is NaN, or when an option is out of range. Source: Paparrizos, Boniol, Palpanas,
 * Tsay, Elmore & Franklin, "Volume under the surface", VLDB 2022, in the variant of the TSB-AD benchmark (Liu & Paparrizos, "The elephant in
 * the room", NeurIPS 2024): its `generate_curve(…, version='opt', thre=250)`.
 */
export function vusRoc(labels: ArrayLike<number>, scores: ArrayLike<number>, options: VusOptions = {}): number {
  return volumesOf('vusRoc', labels, scores, options).roc;
}

/**
 * The volume under the precision-recall surface of a series: Σ (recallᵢ − recallᵢ₋₁) · precisionᵢ over falling thresholds, averaged over
 * buffers of 0, 1, … `window` steps. From 0 to 1. Random scores get about the share of labelled steps where buffers are short beside the
 * events, and more where they are long. Definitions, errors and source are those of `vusRoc`. The older package `vus` differs: it takes the
 * mean of two precisions, and the weights of all steps in buffers count in P, with or without an alarm.
 *
 * @param labels 1 for each step of an anomaly, 0 for the others.
 */
export function vusPr(labels: ArrayLike<number>, scores: ArrayLike<number>, options: VusOptions = {}): number {
  return volumesOf('vusPr', labels, scores, options).pr;
}

interface Areas {
  readonly roc: number;
  readonly pr: number;
}

function volumesOf(call: string, labels: ArrayLike<number>, scores: ArrayLike<number>, options: VusOptions): Areas {
  checkOptions(call, options, { window: true, thresholds: true });
  const { window = 100, thresholds = 250 } = options;
  checkInteger(call, 'window', window, 0);
  checkInteger(call, 'thresholds', thresholds, 2);
  checkScored(call, labels, scores);
  const events = stretchesOf(labels);
  const places = placesOf(scores, thresholds);
  const alarms = summed(histogram(thresholds, places));
  const surface = { labels, events, places, alarms, weights: new Float64Array(labels.length) };
  let [roc, pr] = [0, 0];
  for (let width = 0; width <= window; width++) {
    const areas = areasOf(surface, width);
    roc += areas.roc;
    pr += areas.pr;
  }
  return { roc: roc / (window + 1), pr: pr / (window + 1) };
}

/**
 * The first threshold, from the largest down, at which each step is an alarm. What a buffer adds at each threshold is then one pass over its
 * steps and a running sum, instead of one pass for each threshold.
 */
function placesOf(scores: ArrayLike<number>, thresholds: number): Int32Array {
  const rising = Float64Array.from(scores).sort();
  const last = rising.length - 1;
  const step = last / (thresholds - 1);
  const chosen = Float64Array.from({ length: thresholds }, (_, j) => rising[j === thresholds - 1 ? 0 : last - Math.floor(j * step)]!);
  return Int32Array.from(scores, (score) => {
    let [low, high] = [0, thresholds - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (score >= chosen[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

interface Surface {
  readonly labels: ArrayLike<number>;
  readonly events: readonly SeriesEvent[];
  /** The first threshold at which each step is an alarm. */
  readonly places: Int32Array;
  /** How many steps are alarms at each threshold. */
  readonly alarms: Float64Array;
  /** Room for the weights of steps outside of events. */
  readonly weights: Float64Array;
}

/** The areas under both curves with a buffer of `width` steps around events. */
function areasOf({ labels, events, places, alarms, weights }: Surface, width: number): Areas {
  const stretches = buffered(events, width >> 1, labels.length);
  weighBuffers(weights, events, width);
  const inside = new Float64Array(alarms.length);
  const around = new Float64Array(alarms.length);
  const reached = new Float64Array(alarms.length);
  for (const { start, end } of stretches) {
    let first = alarms.length - 1;
    for (let t = start; t < end; t++) {
      const place = places[t]!;
      if (place < first) first = place;
      if (labels[t] === 1) inside[place]!++;
      else around[place]! += Math.min(1, weights[t]!);
    }
    reached[first]!++;
  }
  return areasUnder({ alarms, inside: summed(inside), around: summed(around), reached: summed(reached), steps: labels.length });
}

interface Sums {
  readonly alarms: Float64Array;
  /** The alarms within events. */
  readonly inside: Float64Array;
  /** The weight of the alarms in buffers. */
  readonly around: Float64Array;
  /** The events that have an alarm. */
  readonly reached: Float64Array;
  readonly steps: number;
}

function areasUnder({ alarms, inside, around, reached, steps }: Sums): Areas {
  const last = alarms.length - 1;
  let [roc, pr, fprBefore, recallBefore] = [0, 0, 0, 0];
  for (let j = 0; j <= last; j++) {
    const found = inside[j]! + around[j]!;
    const anomalies = inside[last]! + around[j]! / 2;
    const recall = Math.min(found / anomalies, 1) * (reached[j]! / reached[last]!);
    const fpr = (alarms[j]! - found) / (steps - anomalies);
    roc += ((fpr - fprBefore) * (recall + recallBefore)) / 2;
    pr += ((recall - recallBefore) * found) / alarms[j]!;
    [fprBefore, recallBefore] = [fpr, recall];
  }
  return { roc: roc + ((1 - fprBefore) * (1 + recallBefore)) / 2, pr };
}

/** The events with `reach` more steps on both sides. Those that then share a step become one. */
function buffered(events: readonly SeriesEvent[], reach: number, steps: number): SeriesEvent[] {
  const wide: SeriesEvent[] = [];
  for (const event of events) {
    const start = Math.max(0, event.start - reach);
    const end = Math.min(steps, event.end + reach);
    const before = wide.at(-1);
    if (before && start < before.end) wide[wide.length - 1] = { start: before.start, end };
    else wide.push({ start, end });
  }
  return wide;
}

/** Writes the sum of the weights √(1 − d/width) of all events for each step at a distance d ≤ width/2 from them. */
function weighBuffers(weights: Float64Array, events: readonly SeriesEvent[], width: number): void {
  weights.fill(0);
  const reach = width >> 1;
  const falling = Float64Array.from({ length: reach + 1 }, (_, d) => Math.sqrt(1 - d / Math.max(1, width)));
  for (const { start, end } of events) {
    for (let d = 1; d <= reach && end - 1 + d < weights.length; d++) weights[end - 1 + d]! += falling[d]!;
    for (let d = 1; d <= reach && d <= start; d++) weights[start - d]! += falling[d]!;
  }
}

function histogram(count: number, places: Int32Array): Float64Array {
  const counts = new Float64Array(count);
  for (const place of places) counts[place]!++;
  return counts;
}

/** The running sum, in place. */
function summed(values: Float64Array): Float64Array {
  for (let i = 1; i < values.length; i++) values[i]! += values[i - 1]!;
  return values;
}
