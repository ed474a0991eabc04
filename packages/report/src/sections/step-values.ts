import { check } from '@autoencoders/core/operations';
import { html } from '../html.js';
import { plural } from '../format.js';
import type { Section, SectionText } from '../types.js';
import { drawSteps, largestOf, smallestOf, stepsPerPart } from './steps.js';
import type { Steps } from './steps.js';

/** Options of `stepValues`. */
export interface StepValuesOptions extends SectionText, Pick<Steps, 'times' | 'events' | 'labelled'> {
  /** The columns of the series, each with a value for each step. NaN leaves a gap. */
  readonly columns: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
}

/** The columns of a series below each other, with the events. Of very many steps, the smallest and largest values are drawn. */
export function stepValues({ columns, times, events, labelled, title = 'The series', caption }: StepValuesOptions): Section {
  check(columns.length > 0, 'stepValues: there are no columns');
  const [{ values }] = columns as readonly [(typeof columns)[0]];
  check(values.length > 0, 'stepValues: there are no steps');
  const each = stepsPerPart(values.length, 2);
  const charts = columns.map((column) =>
    drawSteps(
      { label: column.name, values: column.values, times, events, labelled },
      each,
      (first, end) => {
        const [low, high] = [smallestOf(column.values, first, end), largestOf(column.values, first, end)];
        return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
      },
      `${column.name}: ${plural(column.values.length, 'step')}, with ${plural(events.length, 'event')}.`,
    ),
  );
  return {
    title,
    caption: `${caption ?? 'The values of each step. Shaded parts are events.'}${
      each > 1 ? ` Of each ${each} steps, the smallest and the largest value are drawn.` : ''
    }`,
    body: html`<div class="strips">${charts}</div>`,
  };
}
