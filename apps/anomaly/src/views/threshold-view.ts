import { isAlarm, thresholdSentence } from '@autoencoders/anomaly';
import { choice, controlPanel, figure, h, plural, setText } from '@autoencoders/app-kit/parts';
import type { Actions } from '../actions.js';
import { eventsOf } from '../events.js';
import type { Findings } from '../findings.js';
import { histogram } from '../histogram.js';
import type { Histogram } from '../histogram.js';
import type { PageState } from '../state.js';
import { pathOf, svg } from '../svg.js';
import { thresholdGrip } from './threshold-grip.js';

const [WIDTH, HEIGHT, FOOT, STRIP] = [760, 230, 24, 26];
const rates = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1] as const;
/** Of many scores, the highest are drawn as dots. */
const MOST_DOTS = 600;

/** The scores of usual rows and of those that are looked at, and the threshold, which can be moved. */
export function thresholdView(actions: Pick<Actions, 'chooseThreshold' | 'chooseRate' | 'chooseRow'>) {
  const grip = thresholdGrip(HEIGHT, { placeNow: () => shown?.scale.place(threshold) ?? 0, moveTo: (place) => moveTo(place) });
  const drawn = svg('g');
  const chart = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT + FOOT}`, class: 'histogram' }, drawn, grip);
  const panel = controlPanel(
    {
      rate: choice({
        label: 'False alarms that you accept',
        value: 0.01,
        options: rates.map((rate) => [rate, `${100 * rate} % of usual rows`] as const),
        hint: 'Puts the threshold where held-out usual rows say that so many are alarms.',
      }),
    },
    () => actions.chooseRate(panel.values().rate),
  );
  const sentence = h('p', { class: 'figures', role: 'status' });
  const alarms = h('p', { class: 'figures alarms' });
  const legend = h(
    'div',
    { class: 'legend' },
    h('span', {}, h('i', { class: 'of-usual' }), 'usual, held out'),
    h('span', {}, h('i', { class: 'of-looked' }), 'looked at'),
  );
  let shown: { readonly findings: Findings; readonly scale: Histogram } | undefined;
  let threshold = 0;
  const moveTo = (place: number): void => void (shown && actions.chooseThreshold(shown.scale.score(Math.min(1, Math.max(0, place)))));
  return {
    element: h('div', { class: 'threshold-view' }, legend, chart as unknown as HTMLElement, sentence, alarms, panel.element),
    draw({ findings, threshold: now }: PageState): void {
      if (!findings || !now) return;
      if (shown?.findings !== findings) {
        shown = { findings, scale: histogram(findings.calibration, lookedScores(findings)) };
        drawn.replaceChildren(...bars(shown.scale), ...dots(findings, shown.scale, actions.chooseRow));
      }
      threshold = now.value;
      const [low, high] = shown.scale.range;
      grip.setAttribute('transform', `translate(${(WIDTH * shown.scale.place(now.value)).toFixed(1)} 0)`);
      for (const [name, value] of Object.entries({ valuemin: low, valuemax: high, valuenow: now.value }))
        grip.setAttribute(`aria-${name}`, value.toPrecision(4));
      grip.setAttribute('aria-valuetext', `${figure(now.value)}, ${alarmsOf(findings, now.value)}`);
      setText(sentence, thresholdSentence(now));
      setText(alarms, alarmsOf(findings, now.value));
    },
  };
}

/** The scores of rows or steps that are looked at. */
const lookedScores = (findings: Findings): Float64Array =>
  findings.kind === 'rows' ? findings.scores : findings.scores.slice(findings.looked.start, findings.looked.end);

/** How many alarms a threshold gives. */
function alarmsOf(findings: Findings, value: number): string {
  const scores = lookedScores(findings);
  const count = scores.filter((score) => !Number.isNaN(score) && isAlarm({ value }, score)).length;
  const of = `${((100 * count) / scores.length).toFixed(1)} % of those that are looked at`;
  if (findings.kind === 'rows') return `${plural(count, 'alarm')}: ${of}.`;
  return `${plural(eventsOf(findings, value).length, 'event')}, ${plural(count, 'step')} in all: ${of}.`;
}

function bars({ usual, looked, range, score }: Histogram): Element[] {
  const top = Math.max(...usual, ...looked) * 1.08;
  const bottom = HEIGHT - STRIP;
  const width = WIDTH / usual.length;
  const outline = (shares: Float64Array): string =>
    `M0 ${bottom}${Array.from(shares, (share, i) => `L${(i * width).toFixed(1)} ${(bottom * (1 - share / top)).toFixed(1)}h${width.toFixed(1)}`).join('')}L${WIDTH} ${bottom}Z`;
  const ticks = [0.02, 0.26, 0.5, 0.74, 0.98];
  return [
    svg('title', {}, `Histogram of scores from ${figure(range[0])} to ${figure(range[1])}, on a logarithmic axis`),
    svg('path', { d: outline(usual), class: 'area of-usual' }),
    svg('path', { d: outline(looked), class: 'area of-looked' }),
    svg('path', {
      d: pathOf(
        2,
        (i) => i * WIDTH,
        () => bottom,
      ),
      class: 'axis',
    }),
    ...ticks.map((tick, i) =>
      svg(
        'text',
        { x: tick * WIDTH, y: HEIGHT + 17, 'text-anchor': i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle' },
        figure(score(tick), 2),
      ),
    ),
  ];
}

/** A dot for each row, below the histogram; a click chooses the row. */
function dots(findings: Findings, { place }: Histogram, choose: (row: number) => void): Element[] {
  if (findings.kind !== 'rows') return [];
  const { scores, numbers } = findings;
  const order = Array.from(scores.keys())
    .sort((a, b) => scores[a]! - scores[b]!)
    .slice(-MOST_DOTS);
  return order.map((row) => {
    const y = HEIGHT - STRIP + 6 + ((row * 7) % 15);
    const dot = svg(
      'circle',
      { cx: (WIDTH * place(scores[row]!)).toFixed(1), cy: y, r: 3.5, class: 'dot' },
      svg('title', {}, `Row ${numbers[row]}: ${figure(scores[row]!)}`),
    );
    dot.addEventListener('click', () => choose(row));
    return dot;
  });
}
