import type { AnomalyEvent } from '@autoencoders/anomaly';
import { figure, h, setText } from '@autoencoders/app-kit/parts';
import { eventsOf, shownEvent } from '../events.js';
import type { SeriesFindings } from '../findings.js';
import type { PageState } from '../state.js';
import { pathOf, svg } from '../svg.js';
import { MOST_COLUMNS, short, timeText } from '../text.js';
import { faultIn, truthOf, truthText } from '../truth.js';
import type { Fault } from '../truth.js';
import { replaceKeepingFocus } from './replace-keeping-focus.js';

const [BAND, SCORES] = [60, 90];
/** Of longer series, every so many steps are drawn that about as many points are left. */
const POINTS = 3000;
/** Of more events, about so many are marked and listed. */
const MOST_EVENTS = 200;
/** Narrower figures have no room for a time in the middle. */
const NARROW = 480;

/** The columns of a series, the score below them, and the events, which can be clicked. */
export function seriesView(chooseStep: (step: number) => void) {
  const plot = h('div', {});
  const more = h('p', { class: 'hint' });
  const list = h('div', { class: 'buttons events', role: 'group', 'aria-label': 'Events' });
  let drawn: unknown[] = [];
  return {
    element: h('div', {}, plot, more, list),
    draw(state: PageState): void {
      const { findings, threshold, step, width } = state;
      const now = [findings, threshold, step, width];
      if (findings?.kind !== 'series' || !threshold || now.every((each, i) => each === drawn[i])) return;
      drawn = now;
      const all = eventsOf(findings, threshold.value);
      const truth = truthOf(state);
      const shown = shownEvent(all, step);
      const events = highestEvents(all, shown);
      const choose = ({ peak }: AnomalyEvent): void => chooseStep(peak);
      plot.replaceChildren(picture(findings, { threshold: threshold.value, events, shown, choose, width, truth }));
      const hidden = findings.columns.length - MOST_COLUMNS;
      const left = [
        truth && truthText(findings, threshold, truth),
        hidden > 0 && `The first ${MOST_COLUMNS} of ${findings.columns.length} columns are drawn.`,
        all.length > events.length && `Of ${all.length.toLocaleString('en-US')} events, those with the highest scores are marked.`,
      ].filter((each) => each !== false && each !== undefined);
      more.hidden = left.length === 0;
      setText(more, left.join(' '));
      // Faults first: false alarms may be many.
      const isFault = (event: AnomalyEvent): boolean => truth !== undefined && faultIn(truth, event) !== undefined;
      const ordered = [...events.filter(isFault), ...events.filter((event) => !isFault(event))];
      const buttons = ordered.map((event) => {
        const text = `${timeText(findings, event.start)}: ${short(event.columns?.[0]?.name ?? '')}`;
        const known = truth && (isFault(event) ? 'fault' : 'false alarm');
        const pressed = String(event === shown);
        const mark = known && h('span', { class: `mark ${known.split(' ')[0]!}` }, known);
        return h('button', { type: 'button', class: 'quiet', 'aria-pressed': pressed, onclick: () => choose(event) }, text, mark);
      });
      replaceKeepingFocus(list, ...(events.length === 0 ? ['No step is above the threshold.'] : buttons));
    },
  };
}

/** The events with the highest scores and the one that is shown, in their order. */
function highestEvents(events: readonly AnomalyEvent[], shown: AnomalyEvent | undefined): readonly AnomalyEvent[] {
  if (events.length <= MOST_EVENTS) return events;
  const least = events.map(({ score }) => score).sort((a, b) => b - a)[MOST_EVENTS - 1]!;
  return events.filter((event) => event.score >= least || event === shown);
}

/** What the picture of a series shows besides the series. */
interface Drawn {
  readonly threshold: number;
  readonly events: readonly AnomalyEvent[];
  readonly shown: AnomalyEvent | undefined;
  readonly choose: (event: AnomalyEvent) => void;
  readonly width: number;
  readonly truth: readonly Fault[] | undefined;
}

function picture(findings: SeriesFindings, { threshold, events, shown, choose, width, truth }: Drawn): SVGSVGElement {
  const { columns, scores, looked } = findings;
  const steps = scores.length;
  const x = (step: number): number => (width * step) / Math.max(1, steps - 1);
  const top = BAND * Math.min(columns.length, MOST_COLUMNS);
  const height = top + SCORES;
  const peaks = highest(scores, everyOf(steps));
  const greatest = Math.max(threshold, ...peaks.filter(Number.isFinite)) * 1.05;
  // The root makes small scores visible beside the highest.
  const y = (score: number): number => height - (SCORES - 20) * Math.sqrt(Math.max(0, score) / greatest);
  const marks = events.map((event) => {
    const mark = svg(
      'rect',
      {
        x: x(event.start) - 2,
        y: 0,
        width: Math.max(6, x(event.end) - x(event.start) + 4),
        height,
        class: ['event', event === shown && 'shown', truth && !faultIn(truth, event) && 'false'].filter(Boolean).join(' '),
      },
      svg('title', {}, `${timeText(findings, event.start)}, score ${figure(event.score)}`),
    );
    mark.addEventListener('click', () => choose(event));
    return mark;
  });
  const times = [[0, 'start'], ...(width < NARROW ? [] : ([[steps >> 1, 'middle']] as const)), [steps - 1, 'end']] as const;
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${height + 20}`,
      class: 'series',
      role: 'img',
      'aria-label': `The series and its score, with ${events.length} events`,
    },
    svg('rect', { x: 0, y: 0, width: x(looked.start), height, class: 'learned' }),
    ...columnLines(findings, x),
    svg('text', { x: 4, y: top + 14 }, 'score'),
    svg('path', {
      d: pathOf(
        peaks.length,
        (i) => x(i * everyOf(steps)),
        (i) => y(peaks[i]!),
      ),
      class: 'score-line',
    }),
    svg('path', { d: `M0 ${y(threshold)}H${width}`, class: 'threshold-line' }),
    ...marks,
    ...(truth ?? []).map(({ start, end, why }) =>
      svg('rect', { x: x(start) - 2, y: -6, width: Math.max(6, x(end) - x(start) + 4), height: 5, class: 'fault' }, svg('title', {}, why)),
    ),
    ...times.map(([step, anchor]) => svg('text', { x: x(step), y: height + 15, 'text-anchor': anchor }, timeText(findings, step))),
  );
}

/** The first columns, each in a band of its own, with its name. */
function columnLines({ columns, values, scores: { length: steps } }: SeriesFindings, x: (step: number) => number): SVGElement[] {
  const every = everyOf(steps);
  return columns.slice(0, MOST_COLUMNS).flatMap((name, c) => {
    const scale = rangeOf(Array.from({ length: steps }, (_, step) => values[step * columns.length + c]!));
    const top = c * BAND;
    const line = pathOf(
      Math.ceil(steps / every),
      (i) => x(i * every),
      (i) => top + 16 + (BAND - 20) * (1 - scale(values[i * every * columns.length + c]!)),
    );
    return [svg('path', { d: line, class: 'column-line' }), svg('text', { x: 4, y: top + 12 }, short(name))];
  });
}

const everyOf = (steps: number): number => Math.max(1, Math.ceil(steps / POINTS));

/** The highest score of every so many steps; NaN where none has a score. */
const highest = (scores: Float64Array, every: number): Float64Array =>
  Float64Array.from({ length: Math.ceil(scores.length / every) }, (_, i) =>
    scores.subarray(i * every, (i + 1) * every).reduce((a, b) => (a >= b || Number.isNaN(b) ? a : b), NaN),
  );

/** Where a number is between the least and the greatest, from 0 to 1. */
function rangeOf(values: readonly number[]): (value: number) => number {
  const known = values.filter(Number.isFinite);
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  // A column that never varies is drawn in the middle.
  return (value) => (high > low || Number.isNaN(value) ? (value - low) / (high - low) : 0.5);
}
