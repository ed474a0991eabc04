import { chart } from '../chart.js';
import type { StepsChart } from '../chart.js';
import { compact } from '../format.js';
import type { Html } from '../html.js';

/** Values along a series, and its events. */
export interface Steps extends Pick<StepsChart, 'label' | 'threshold'> {
  readonly values: ArrayLike<number>;
  /** When each step was, in seconds since 1970. Default: their numbers, from 1. */
  readonly times?: ArrayLike<number> | undefined;
  /** Events, by the number of their first step and of the one after their last, counted from 0. */
  readonly events: readonly { readonly start: number; readonly end: number }[];
  /** Steps that are labelled as anomalies, likewise. Default: none. */
  readonly labelled?: readonly { readonly start: number; readonly end: number }[] | undefined;
}

/** The most points that are drawn. */
const POINTS = 1500;

/** How many steps a part has, of which the `kept` ones are drawn. */
export const stepsPerPart = (steps: number, kept: number): number => Math.ceil((steps * kept) / POINTS);

/** A chart of values along a series. Of each few steps those are drawn that `keep` gives, where there are more than fit. */
export function drawSteps(
  { values, times, events, labelled = [], ...rest }: Steps,
  each: number,
  keep: (first: number, end: number) => readonly number[],
  alt: string,
): Html {
  const placeOf = (step: number): number => (times ? 1000 * times[Math.min(step, values.length - 1)]! : step + 1);
  const steps: number[] = [];
  for (let first = 0; first < values.length; first += each) steps.push(...keep(first, Math.min(first + each, values.length)));
  const spans = (of: Steps['events']) => of.map(({ start, end }) => ({ start: placeOf(start), end: placeOf(end - 1) }));
  const drawn = {
    at: steps.map(placeOf),
    values: steps.map((step) => compact(values[step]!)),
    events: spans(events),
    ...(labelled.length > 0 && { labelled: spans(labelled) }),
  };
  return chart({ kind: 'steps', isTime: times !== undefined, ...drawn, ...rest }, 300, alt);
}

/** The step with the largest value of those from `first` to before `end`. A step without a value only where no other has one. */
export function largestOf(values: ArrayLike<number>, first: number, end: number): number {
  let best = first;
  for (let step = first + 1; step < end; step++) if (values[step]! > values[best]! || Number.isNaN(values[best])) best = step;
  return best;
}

/** The step with the smallest value. */
export function smallestOf(values: ArrayLike<number>, first: number, end: number): number {
  let best = first;
  for (let step = first + 1; step < end; step++) if (values[step]! < values[best]! || Number.isNaN(values[best])) best = step;
  return best;
}
