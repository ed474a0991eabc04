/**
 * Each kind of chart as a plot.
 *
 * @typedef {import('../src/chart.js').LinesChart} LinesChart
 * @typedef {import('../src/chart.js').PointsChart} PointsChart
 * @typedef {import('../src/chart.js').HistogramChart} HistogramChart
 * @typedef {import('./scales.js').Measured} Measured
 * @typedef {import('./card.js').Point} Point
 * @typedef {{ width: number, height: number }} Size
 */

import { withCard } from './card.js';
import { common, domain, integerTicks, show, ticks, tip, tooltip } from './scales.js';

const dashes = { solid: 'none', dashed: '5 3', dotted: '1 4' };

/** @param {LinesChart} chart @param {Size} size @param {string} axis `best`, `whole` or `logarithmic` */
export function drawLines({ label, series, baseline, range }, size, axis) {
  const positive = series.every(({ values }) => values.every((value) => value === null || value > 0));
  const scale = axis === 'best' ? range.scale : axis === 'logarithmic' && !positive ? 'whole' : axis;
  const isCut = scale === 'cut';
  const rows = series.map(({ name, epochs, values }) => epochs.map((epoch, i) => ({ epoch, value: values[i], name })));
  /** @type {Map<number, Measured[]>} */
  const byEpoch = new Map();
  for (const one of rows.flat()) byEpoch.set(one.epoch, [...(byEpoch.get(one.epoch) ?? []), one]);
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b);
  const peak = Math.max(...rows.flat().map(({ value }) => value ?? -Infinity));
  return Plot.plot({
    ...common,
    ...size,
    x: { label: 'epoch', ticks: integerTicks(epochs, ticks(size.width)), tickFormat: 'd', domain: domain(epochs) },
    y: {
      label: null,
      ariaLabel: label,
      grid: true,
      nice: scale === 'whole',
      ticks: size.height / 50,
      type: scale === 'logarithmic' ? 'log' : 'linear',
      tickFormat: show,
      ...(isCut && { domain: [range.low, range.high] }),
    },
    marks: [
      baseline
        ? Plot.ruleY([baseline.value], { stroke: 'var(--muted)', strokeWidth: 2, strokeDasharray: dashes.dotted, strokeLinecap: 'round' })
        : null,
      ...rows.map((row, i) =>
        Plot.line(row, {
          x: 'epoch',
          y: 'value',
          stroke: series[i]?.colour ?? 'currentColor',
          strokeWidth: 2,
          strokeDasharray: dashes[series[i]?.style ?? 'solid'],
          marker: row.length <= 20 && !isCut ? 'dot' : 'none',
          clip: isCut,
        }),
      ),
      isCut
        ? Plot.text([`The first values go up to ${show(peak)} and are cut off`], {
            frameAnchor: 'top-right',
            textAnchor: 'end',
            dy: -16,
            fill: 'var(--muted)',
          })
        : null,
      ...tooltip(epochs, (epoch) => byEpoch.get(epoch) ?? []),
    ],
  });
}

/**
 * Shows in a legend the values at an epoch, or the latest ones where there is none.
 *
 * @param {Element} legend @param {LinesChart} chart @param {number | null} epoch
 */
export function showInLegend(legend, { series }, epoch) {
  const at = legend.querySelector('[data-epoch]');
  if (at instanceof HTMLElement) at.textContent = `epoch ${epoch ?? at.dataset['epoch']}`;
  for (const entry of legend.querySelectorAll('[data-series]')) {
    const places = (entry.getAttribute('data-series') ?? '').split(' ').map(Number);
    const values = places.flatMap((place) => valueAt(series[place], epoch) ?? []);
    if (values.length > 0) entry.textContent = show(values.reduce((a, b) => a + b, 0) / values.length);
  }
}

/** The value of a series at an epoch, or before it where it has none there. @param {LinesChart['series'][number] | undefined} series @param {number | null} epoch */
function valueAt(series, epoch) {
  const known = series?.values.filter((value, i) => value !== null && (epoch === null || (series.epochs[i] ?? 0) <= epoch));
  return known?.at(-1);
}

/** @param {HistogramChart} chart @param {Size} size */
export function drawHistogram({ label, values, target }, size) {
  const histogram = { x: (/** @type {number} */ value) => value, thresholds: 30, fill: 'var(--training)', inset: 0.5, tip };
  return Plot.plot({
    ...common,
    ...size,
    x: { label, nice: true, ticks: ticks(size.width), tickFormat: show, zero: values.every((value) => value >= 0) },
    y: {
      label: 'units',
      grid: true,
      nice: true,
      tickFormat: (/** @type {number} */ count) => (Number.isInteger(count) ? String(count) : ''),
    },
    marks: [
      Plot.rectY(values, Plot.binX({ y: 'count' }, histogram)),
      Plot.ruleY([0]),
      target ? Plot.ruleX([target.value], { stroke: 'var(--validation)', strokeWidth: 2 }) : null,
      target
        ? Plot.text([target.name], {
            x: target.value,
            frameAnchor: 'top',
            textAnchor: 'start',
            dx: 6,
            dy: 2,
            fill: 'currentColor',
            stroke: 'var(--surface)',
            strokeWidth: 4,
            fontWeight: 600,
          })
        : null,
    ],
  });
}

/** @param {PointsChart} chart @param {Size} size @param {number | undefined} only */
export function drawPoints(chart, size, only) {
  const { x, y, axes, classes, labels } = chart;
  /** @type {Point[]} */
  const points = x.map((value, i) => ({ x: value, y: y[i] ?? null, i, label: labels[i] }));
  const shown = only === undefined ? points : points.filter(({ label }) => label === only);
  const radius = points.length > 5000 ? 1.8 : points.length > 1500 ? 2.4 : 3.2;
  const [xDomain, yDomain] = equalUnits(domain([...x]), domain([...y]), size.width - 76, size.height - 68);
  const plot = Plot.plot({
    ...common,
    ...size,
    x: { label: axes[0], domain: xDomain, grid: true, ticks: ticks(size.width) },
    y: { label: axes[1], domain: yDomain, grid: true, ticks: size.height / 50 },
    marks: [
      Plot.dot(shown, { x: 'x', y: 'y', r: radius, fill: ({ label }) => classes[label]?.colour ?? 'var(--training)', fillOpacity: 0.75 }),
      Plot.dot(shown, Plot.pointer({ x: 'x', y: 'y', r: radius + 3, stroke: 'currentColor', strokeWidth: 2 })),
    ],
  });
  return withCard(plot, chart);
}

/**
 * Widens one of the two domains so that a unit has as many pixels along both.
 *
 * @param {number[]} x @param {number[]} y @param {number} width @param {number} height
 * @returns {[number[], number[]]}
 */
function equalUnits(x, y, width, height) {
  const span = (/** @type {number[]} */ [a = 0, b = 0]) => (b - a) * 1.06;
  const unit = Math.max(span(x) / width, span(y) / height);
  const widen = (/** @type {number[]} */ [a = 0, b = 0], /** @type {number} */ pixels) => [
    (a + b - unit * pixels) / 2,
    (a + b + unit * pixels) / 2,
  ];
  return [widen(x, width), widen(y, height)];
}
