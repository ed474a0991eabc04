import type { AnomalyEvent } from '@autoencoders/anomaly';
import { figure, h } from '@autoencoders/app-kit/parts';
import { eventsOf, shownEvent } from '../events.js';
import { columnsOf } from '../expected-steps.js';
import type { SeriesFindings } from '../findings.js';
import type { PageState } from '../state.js';
import { svg } from '../svg.js';
import { MOST_COLUMNS, short, timeText } from '../text.js';
import { faultIn, truthOf } from '../truth.js';
import type { Fault } from '../truth.js';
import { whyText } from '../why.js';
import { columnTable } from './column-table.js';

const [ROW, LABEL] = [34, 20];
/** Steps before and after an event that are shown with it, at least. */
const AROUND = 8;
const MOST_STEPS = 200;

/** One event: which steps and which columns made it odd. */
export function eventView() {
  const element = h('div', { class: 'event-detail' });
  let drawn: unknown[] = [];
  return {
    element,
    draw(state: PageState): void {
      const { findings, threshold, step, width } = state;
      const now = [findings, threshold, step, width];
      if (findings?.kind !== 'series' || !threshold || now.every((each, i) => each === drawn[i])) return;
      drawn = now;
      const event = shownEvent(eventsOf(findings, threshold.value), step);
      if (!event) return element.replaceChildren(h('p', { class: 'hint' }, 'No step is above the threshold.'));
      const { start, end, score, columns = [] } = event;
      const span = end - start > 1 ? `${timeText(findings, start)} to ${timeText(findings, end - 1)}` : timeText(findings, start);
      const most = columns.slice(0, MOST_COLUMNS);
      const details = columnsOf(findings, { ...event, columns: most });
      element.replaceChildren(
        h('h3', {}, `${span}, score ${figure(score)}`),
        h('p', { class: 'figures' }, verdict(truthOf(state), event)),
        h('p', { class: 'figures' }, `At the highest score, ${timeText(findings, event.peak)}: ${whyText(details[0]!, 'step')}`),
        columnTable(details, 'The columns of the event'),
        heat(
          findings,
          event,
          most.map(({ column }) => column),
          width,
        ) as unknown as HTMLElement,
      );
    },
  };
}

/** Whether an event is a fault, where it is known. */
function verdict(truth: readonly Fault[] | undefined, event: AnomalyEvent): string {
  if (!truth) return '';
  const fault = faultIn(truth, event);
  return fault ? `A fault: ${fault.why}.` : 'A false alarm: nothing is wrong here.';
}

/** A cell for each step and column, of a stronger colour where it adds more to the score. */
function heat(findings: SeriesFindings, { start, end }: AnomalyEvent, columns: readonly number[], width: number): SVGSVGElement {
  const { parts, scores } = findings;
  const names = findings.columns.map(short);
  const from = Math.max(0, start - AROUND);
  const to = Math.min(scores.length, end + AROUND, from + MOST_STEPS);
  const cell = (step: number, c: number): number => Math.max(0, parts[step * names.length + c]! || 0);
  const steps = Array.from({ length: to - from }, (_, i) => from + i);
  const greatest = Math.max(1e-12, ...steps.flatMap((step) => columns.map((c) => cell(step, c))));
  const wide = width / steps.length;
  const height = (ROW + LABEL) * columns.length;
  const row = (c: number, place: number): SVGElement[] => {
    const top = place * (ROW + LABEL);
    const rects = steps.map((step, i) => {
      const opacity = (0.06 + 0.94 * Math.sqrt(cell(step, c) / greatest)).toFixed(3);
      const title = svg('title', {}, `${names[c]}, ${timeText(findings, step)}: ${figure(cell(step, c))}`);
      return svg('rect', { x: (i * wide).toFixed(2), y: top + LABEL, width: wide.toFixed(2), height: ROW, class: 'cell', opacity }, title);
    });
    return [svg('text', { x: 0, y: top + 15 }, names[c]!), ...rects];
  };
  const times = [
    svg('text', { x: 0, y: height + 15 }, timeText(findings, from)),
    svg('text', { x: width, y: height + 15, 'text-anchor': 'end' }, timeText(findings, to - 1)),
  ];
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height + 20}`, class: 'heat', role: 'img', 'aria-label': 'What each column adds at each step' },
    ...columns.flatMap(row),
    ...times,
  );
}
