import { figure, h } from '@autoencoders/app-kit/parts';
import { eventsOf } from '../events.js';
import type { SeriesFindings } from '../findings.js';
import type { PageState } from '../state.js';
import { svg } from '../svg.js';
import { timeText } from './series-view.js';

const [WIDTH, ROW, LABEL] = [900, 34, 20];
/** Steps before and after an event that are shown with it, at least. */
const AROUND = 8;
const MOST_STEPS = 200;

/** One event: which steps and which columns made it odd. */
export function eventView() {
  const element = h('div', { class: 'event-detail' });
  let drawn: unknown[] = [];
  return {
    element,
    draw({ findings, threshold, step }: PageState): void {
      const now = [findings, threshold, step];
      if (findings?.kind !== 'series' || !threshold || now.every((each, i) => each === drawn[i])) return;
      drawn = now;
      const events = eventsOf(findings, threshold.value);
      const chosen =
        events.find(({ start, end }) => step !== undefined && step >= start && step < end) ??
        events.toSorted((a, b) => b.score - a.score)[0];
      if (!chosen) return element.replaceChildren(h('p', { class: 'hint' }, 'No event is above the threshold.'));
      const { start, end, score, columns = [] } = chosen;
      element.replaceChildren(
        h('h3', {}, `${timeText(findings, start)} to ${timeText(findings, end - 1)}, score ${figure(score)}`),
        h('p', { class: 'figures' }, columns.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`).join(', ')),
        heat(findings, start, end) as unknown as HTMLElement,
      );
    },
  };
}

/** A cell for each step and column, darker where it adds more to the score. */
function heat({ parts, columns, scores, ...rest }: SeriesFindings, start: number, end: number): SVGSVGElement {
  const from = Math.max(0, start - AROUND);
  const to = Math.min(scores.length, Math.min(end + AROUND, from + MOST_STEPS));
  const cell = (step: number, c: number): number => Math.max(0, parts[step * columns.length + c]! || 0);
  const steps = Array.from({ length: to - from }, (_, i) => from + i);
  const greatest = Math.max(1e-12, ...steps.flatMap((step) => columns.map((_, c) => cell(step, c))));
  const width = WIDTH / steps.length;
  const findings = { parts, columns, scores, ...rest };
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${(ROW + LABEL) * columns.length + 20}`,
      class: 'heat',
      role: 'img',
      'aria-label': 'What each column adds at each step',
    },
    ...columns.flatMap((name, c) => [
      svg('text', { x: 0, y: c * (ROW + LABEL) + 15 }, name),
      ...steps.map((step, i) =>
        svg(
          'rect',
          {
            x: (i * width).toFixed(2),
            y: c * (ROW + LABEL) + LABEL,
            width: width.toFixed(2),
            height: ROW,
            class: 'cell',
            opacity: (0.06 + 0.94 * Math.sqrt(cell(step, c) / greatest)).toFixed(3),
          },
          svg('title', {}, `${name}, ${timeText(findings, step)}: ${figure(cell(step, c))}`),
        ),
      ),
    ]),
    ...(
      [
        [0, 'start'],
        [steps.length - 1, 'end'],
      ] as const
    ).map(([i, anchor]) =>
      svg('text', { x: i === 0 ? 0 : WIDTH, y: (ROW + LABEL) * columns.length + 15, 'text-anchor': anchor }, timeText(findings, steps[i]!)),
    ),
  );
}
