import type { AnomalyEvent } from '@autoencoders/anomaly';
import { figure, h } from '@autoencoders/app-kit/parts';
import { eventsOf } from '../events.js';
import type { SeriesFindings } from '../findings.js';
import type { PageEvent, PageState } from '../state.js';
import { pathOf, svg } from '../svg.js';

const [WIDTH, BAND, SCORES] = [900, 60, 90];
/** Of longer series, every so many steps are drawn that about as many points are left. */
const POINTS = 3000;

/** When a step was, as text. */
export const timeText = ({ times }: SeriesFindings, step: number): string =>
  times ? new Date(1000 * times[step]!).toISOString().slice(0, 16).replace('T', ' ') : `step ${step + 1}`;

/** The columns of a series, the score below them, and the events, which can be clicked. */
export function seriesView(dispatch: (event: PageEvent) => void) {
  const plot = h('div', { class: 'series-plot' });
  const list = h('div', { class: 'buttons events', role: 'group', 'aria-label': 'Events' });
  let drawn: unknown[] = [];
  return {
    element: h('div', {}, plot, list),
    draw({ findings, threshold, step }: PageState): void {
      const now = [findings, threshold, step];
      if (findings?.kind !== 'series' || !threshold || now.every((each, i) => each === drawn[i])) return;
      drawn = now;
      const events = eventsOf(findings, threshold.value);
      const choose = ({ peak }: AnomalyEvent): void => dispatch({ step: peak });
      plot.replaceChildren(picture(findings, threshold.value, events, choose));
      list.replaceChildren(
        ...events.map((event) =>
          h(
            'button',
            { type: 'button', class: 'quiet', 'aria-pressed': String(step === event.peak), onclick: () => choose(event) },
            `${timeText(findings, event.start)}: ${event.columns?.[0]?.name ?? ''}`,
          ),
        ),
      );
      if (events.length === 0) list.replaceChildren('No step is above the threshold.');
    },
  };
}

function picture(
  findings: SeriesFindings,
  threshold: number,
  events: readonly AnomalyEvent[],
  choose: (event: AnomalyEvent) => void,
): SVGSVGElement {
  const { columns, values, scores, looked } = findings;
  const height = BAND * columns.length + SCORES;
  const steps = scores.length;
  const every = Math.max(1, Math.ceil(steps / POINTS));
  const x = (step: number): number => (WIDTH * step) / Math.max(1, steps - 1);
  const count = Math.ceil(steps / every);
  const lines = columns.flatMap((name, c) => {
    const scale = rangeOf(Array.from({ length: steps }, (_, step) => values[step * columns.length + c]!));
    const top = c * BAND;
    const path = pathOf(
      count,
      (i) => x(i * every),
      (i) => top + 16 + (BAND - 20) * (1 - scale(values[i * every * columns.length + c]!)),
    );
    return [svg('path', { d: path, class: 'column-line' }), svg('text', { x: 4, y: top + 12 }, name)];
  });
  const greatest = Math.max(threshold, ...Array.from(scores).filter(Number.isFinite)) * 1.05;
  // The root makes small scores visible beside the highest.
  const y = (score: number): number => height - (SCORES - 20) * Math.sqrt(Math.max(0, score) / greatest);
  const marks = events.map((event) => {
    const mark = svg(
      'rect',
      { x: x(event.start) - 2, y: 0, width: Math.max(6, x(event.end) - x(event.start) + 4), height, class: 'event' },
      svg('title', {}, `${timeText(findings, event.start)}, score ${figure(event.score)}`),
    );
    mark.addEventListener('click', () => choose(event));
    return mark;
  });
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${height + 20}`,
      class: 'series',
      role: 'img',
      'aria-label': `The series and its score, with ${events.length} events`,
    },
    svg('rect', { x: 0, y: 0, width: x(looked.start), height, class: 'learned' }),
    ...lines,
    svg('text', { x: 4, y: height - SCORES + 14 }, 'score'),
    svg('path', { d: pathOf(steps, x, (i) => y(scores[i]!)), class: 'score-line' }),
    svg('path', { d: `M0 ${y(threshold)}H${WIDTH}`, class: 'threshold-line' }),
    ...marks,
    ...(
      [
        [0, 'start'],
        [steps >> 1, 'middle'],
        [steps - 1, 'end'],
      ] as const
    ).map(([step, anchor]) => svg('text', { x: x(step), y: height + 15, 'text-anchor': anchor }, timeText(findings, step))),
  );
}

/** Where a number is between the least and the greatest, from 0 to 1. */
export function rangeOf(values: readonly number[]): (value: number) => number {
  const known = values.filter(Number.isFinite);
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  // A column that never varies is drawn in the middle.
  return (value) => (high > low || Number.isNaN(value) ? (value - low) / (high - low) : 0.5);
}
