import { eventsOf, overlapF1 } from '@autoencoders/metrics';
import type { F1, SeriesEvent } from '@autoencoders/metrics';
import type { SeriesDetection } from '@autoencoders/anomaly';
import type { StepMarks } from '../series/read-series.js';
import type { StepsInTime } from './controls.js';
import { bothKinds } from './examples.js';
import { ANOMALY, UNKNOWN, USUAL, kindsOf, labelRule } from './labels.js';
import type { LabelRule } from './labels.js';

/** Reads the labels of steps. `found` has the rule after reading, if the table has the column. */
export function labelMarks(
  column: string,
  known: LabelRule | undefined,
  words: readonly string[] | undefined,
): StepMarks & { readonly found: () => LabelRule | undefined } {
  let rule: LabelRule | undefined;
  return {
    column,
    numbersOf(cells) {
      rule = known?.column === column && words === undefined ? known : labelRule(column, cells, words);
      return Float64Array.from(kindsOf(cells, rule), (kind) => (kind === UNKNOWN ? NaN : kind));
    },
    found: () => rule,
  };
}

/** What steps are by their label. A step that was made of several is an anomaly if one of them is. */
export const kindsOfSteps = (numbers: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(numbers, (value) => (Number.isNaN(value) ? UNKNOWN : value > 0 ? ANOMALY : USUAL));

/** The values of a series without the steps that are labelled as anomalies: these are missing. */
export const usualValues = (values: ArrayLike<number>, channels: number, kinds: Uint8Array): Float64Array =>
  Float64Array.from(values, (value, i) => (kinds[Math.floor(i / channels)] === ANOMALY ? NaN : value));

/** The events that are labelled: steps in a row. */
export const labelledEvents = (kinds: Uint8Array | undefined): readonly SeriesEvent[] =>
  kinds && kinds.length > 0 ? eventsOf(kinds.map((kind) => (kind === ANOMALY ? 1 : 0))) : [];

/** Labels that can judge scores: of steps that have a score and were not learned from, of both kinds. */
export interface SeriesLabels extends StepsInTime {
  /** What each step with a score is; `UNKNOWN` for those that were learned from. */
  readonly kinds: Uint8Array;
  /** Labelled events that were found, and events without a label. */
  readonly events: F1;
}

/** The labels that can judge what was found from step `learned` on. Undefined where these are of one kind only. */
export function judgingLabels(
  kinds: Uint8Array | undefined,
  { values, events }: Pick<SeriesDetection, 'values' | 'events'>,
  learned: number,
  window: number,
): SeriesLabels | undefined {
  if (!kinds) return undefined;
  const judged = kinds.map((kind, step) => (step < learned || Number.isNaN(values[step]) ? UNKNOWN : kind));
  if (!bothKinds(judged)) return undefined;
  const labelled = labelledEvents(judged);
  const clusters = Int32Array.from(judged, (_, step) => Math.floor(step / window));
  labelled.forEach(({ start, end }, event) => clusters.fill(event, start, end));
  const scored = (_: number, step: number): boolean => !Number.isNaN(values[step]);
  const known = events.filter(({ start, end }) => judged.subarray(start, end).some((kind) => kind !== UNKNOWN));
  return { kinds: judged.filter(scored), clusters: clusters.filter(scored), buffer: window, events: overlapF1(labelled, known) };
}
