import { alarmRateInterval, quantileThreshold, thresholdSentence } from '@autoencoders/anomaly';
import type { Threshold } from '@autoencoders/anomaly';
import { choice, controlPanel, figure, h, setText } from '@autoencoders/app-kit/parts';
import type { Actions } from '../actions.js';
import { alarmsOf, lookedScores } from '../alarms.js';
import type { Findings } from '../findings.js';
import { histogram } from '../histogram.js';
import type { Histogram } from '../histogram.js';
import type { PageState } from '../state.js';
import { svg } from '../svg.js';
import { truthOf, truthText } from '../truth.js';
import type { Fault } from '../truth.js';
import { thresholdGrip } from './threshold-grip.js';

const [HEIGHT, FOOT, STRIP] = [230, 24, 26];
/** Narrower figures have room for three numbers below the axis. */
const NARROW = 480;
const rates = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1] as const;
/** Stands for a threshold that none of the rates gives. */
const LINE = 0;
/** Of many scores, the highest are drawn as dots. */
const MOST_DOTS = 600;

/** The scores of usual rows and of those that are looked at, and the threshold, which can be moved. */
export function thresholdView(actions: Pick<Actions, 'chooseThreshold' | 'chooseRate' | 'chooseRow'>) {
  const grip = thresholdGrip(HEIGHT, { placeNow: () => shown?.scale.place(threshold) ?? 0, moveTo: (place) => moveTo(place) });
  const drawn = svg('g');
  const chosen = svg('circle', { r: 6, class: 'chosen' });
  const chart = svg('svg', { class: 'histogram' }, drawn, chosen, grip);
  const panel = controlPanel(
    {
      rate: choice({
        label: 'False alarms that you accept',
        value: 0.01,
        options: [...rates.map((rate) => [rate, `${100 * rate} % of usual examples`] as const), [LINE, 'Where the line is'] as const],
        hint: 'Moves the line so that this share of usual examples becomes an alarm.',
      }),
    },
    () => {
      const { rate } = panel.values();
      if (rate !== LINE) actions.chooseRate(rate);
    },
  );
  const words = thresholdWords();
  const dotHint = h('span', {}, 'A dot is a row: click it to see why it has its score.');
  const legend = h(
    'div',
    { class: 'legend' },
    h('span', {}, h('i', { class: 'of-usual' }), 'usual, held out'),
    h('span', {}, h('i', { class: 'of-looked' }), 'looked at'),
    dotHint,
  );
  let shown: (Axis & { readonly findings: Findings }) | undefined;
  let threshold = 0;
  const moveTo = (place: number): void => void (shown && actions.chooseThreshold(shown.scale.score(Math.min(1, Math.max(0, place)))));
  return {
    element: h('div', { class: 'threshold-view' }, legend, chart as unknown as HTMLElement, ...words.elements, panel.element),
    draw(state: PageState): void {
      const { findings, threshold: now, row, width } = state;
      if (!findings || !now) return;
      if (shown?.findings !== findings || shown.width !== width) {
        const scale = shown?.findings === findings ? shown.scale : histogram(findings.calibration, lookedScores(findings));
        shown = { findings, scale, width };
        chart.setAttribute('viewBox', `0 0 ${width} ${HEIGHT + FOOT}`);
        drawn.replaceChildren(...bars(scale, width), ...dots(findings, shown, actions.chooseRow));
      }
      const { scale } = shown;
      dotHint.hidden = findings.kind !== 'rows';
      threshold = now.value;
      panel.set({ rate: rateOf(findings, now) });
      chosen.toggleAttribute('hidden', !row);
      if (row) {
        const { x, y } = dotPlace(findings.scores[row.row]!, row.row, shown);
        for (const [name, value] of Object.entries({ cx: x, cy: y })) chosen.setAttribute(name, value.toFixed(1));
      }
      grip.setAttribute('transform', `translate(${(width * scale.place(now.value)).toFixed(1)} 0)`);
      grip.setAttribute('aria-valuenow', (100 * scale.place(now.value)).toFixed(1));
      grip.setAttribute('aria-valuetext', `${figure(now.value)}, ${alarmsOf(findings, now)}`);
      words.draw(findings, now, truthOf(state));
    },
  };
}

/** What a threshold means: false alarms to expect, alarms that it gives, and the details. */
function thresholdWords() {
  const inShort = h('p', { class: 'figures', role: 'status' });
  const alarms = h('p', { class: 'figures alarms' });
  const details = h('p', { class: 'hint' });
  return {
    elements: [inShort, alarms, details],
    draw(findings: Findings, threshold: Threshold, truth: readonly Fault[] | undefined): void {
      setText(inShort, falseAlarmsText(threshold));
      setText(alarms, alarmsText(findings, threshold, truth));
      setText(details, `In detail: ${thresholdSentence(threshold)}`);
    },
  };
}

/** How many false alarms to expect: `Of 100 usual examples, about 1 becomes a false alarm, at most about 4.` */
function falseAlarmsText(threshold: Threshold): string {
  const { alarmRate } = threshold;
  const [, most] = alarmRateInterval(threshold);
  const of = alarmRate >= 0.005 ? 100 : alarmRate >= 0.0005 ? 1000 : 10_000;
  const about = (rate: number): string => figure(of * rate, 1);
  const verb = about(alarmRate) === '1' ? 'becomes a false alarm' : 'become false alarms';
  return `Of ${of.toLocaleString('en-US')} usual examples, about ${about(alarmRate)} ${verb}, at most about ${about(most)}.`;
}

/** How many alarms a threshold gives, and how many are right, where it is known. */
const alarmsText = (findings: Findings, threshold: Threshold, truth: readonly Fault[] | undefined): string =>
  [alarmsOf(findings, threshold), ...(truth ? [truthText(findings, threshold, truth)] : [])].join(' ');

/** Which of the rates gives the threshold. */
function rateOf({ calibration, effectiveSize }: Findings, { kind, value }: Threshold): (typeof rates)[number] | typeof LINE {
  if (kind !== 'quantile') return LINE;
  return rates.find((alarmRate) => quantileThreshold(calibration, { alarmRate, effectiveSize }).value === value) ?? LINE;
}

function bars({ usual, looked, range, score }: Histogram, full: number): Element[] {
  const top = Math.max(...usual, ...looked) * 1.08;
  const bottom = HEIGHT - STRIP;
  const width = full / usual.length;
  const outline = (shares: Float64Array): string =>
    `M0 ${bottom}${Array.from(shares, (share, i) => `L${(i * width).toFixed(1)} ${(bottom * (1 - share / top)).toFixed(1)}h${width.toFixed(1)}`).join('')}L${full} ${bottom}Z`;
  const ticks = full < NARROW ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1];
  return [
    svg('title', {}, `Histogram of scores from ${figure(range[0])} to ${figure(range[1])}, on a logarithmic axis`),
    svg('path', { d: outline(usual), class: 'area of-usual' }),
    svg('path', { d: outline(looked), class: 'area of-looked' }),
    svg('path', { d: `M0 ${bottom}H${full}`, class: 'axis' }),
    ...ticks.map((tick, i) =>
      svg(
        'text',
        { x: tick * full, y: HEIGHT + 17, 'text-anchor': i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle' },
        figure(score(tick), 2),
      ),
    ),
  ];
}

/** A dot for each row, below the histogram; a click chooses the row. */
function dots(findings: Findings, axis: Axis, choose: (row: number) => void): Element[] {
  if (findings.kind !== 'rows') return [];
  const { scores, numbers } = findings;
  const order = Array.from(scores.keys())
    .sort((a, b) => scores[a]! - scores[b]!)
    .slice(-MOST_DOTS);
  return order.map((row) => {
    const { x, y } = dotPlace(scores[row]!, row, axis);
    const dot = svg(
      'circle',
      { cx: x.toFixed(1), cy: y, r: 3.5, class: 'dot' },
      svg('title', {}, `Row ${numbers[row]}: ${figure(scores[row]!)}`),
    );
    dot.addEventListener('click', () => choose(row));
    return dot;
  });
}

/** What the scores are drawn along. */
interface Axis {
  readonly scale: Histogram;
  readonly width: number;
}

/** Where the dot of a row is. Neighbours are at different heights. */
const dotPlace = (score: number, row: number, { scale, width }: Axis): { readonly x: number; readonly y: number } => ({
  x: width * scale.place(score),
  y: HEIGHT - STRIP + 6 + ((row * 7) % 15),
});
