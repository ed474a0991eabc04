/**
 * Each kind of chart as a plot.
 *
 * @typedef {import('../src/chart.js').LinesChart} LinesChart
 * @typedef {import('../src/chart.js').PointsChart} PointsChart
 * @typedef {import('../src/chart.js').HistogramChart} HistogramChart
 * @typedef {import('../src/chart.js').RunsChart} RunsChart
 * @typedef {import('./scales.js').Measured} Measured
 * @typedef {import('./card.js').Point} Point
 * @typedef {{ width: number, height: number }} Size
 */

import { withCard } from './card.js';
import { common, domain, integerTicks, show, ticks, tip, tooltip } from './scales.js';

/** @param {LinesChart} chart @param {Size} size @param {boolean} logarithmic */
export function drawLines({ label, series }, size, logarithmic) {
  const positive = series.every(({ values }) => values.every((value) => value === null || value > 0));
  const scale = logarithmic && positive ? 'log' : 'linear';
  const rows = series.map(({ name, epochs, values }) => epochs.map((epoch, i) => ({ epoch, value: values[i], name })));
  /** @type {Map<number, Measured[]>} */
  const byEpoch = new Map();
  for (const one of rows.flat()) byEpoch.set(one.epoch, [...(byEpoch.get(one.epoch) ?? []), one]);
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b);
  return Plot.plot({
    ...common,
    ...size,
    x: { label: 'epoch', ticks: integerTicks(epochs, ticks(size.width)), tickFormat: 'd', domain: domain(epochs) },
    y: { label, grid: true, nice: scale === 'linear', ticks: size.height / 50, type: scale, tickFormat: show },
    marks: [
      ...rows.map((row, i) =>
        Plot.line(row, {
          x: 'epoch',
          y: 'value',
          stroke: series[i]?.colour ?? `var(--${series[i]?.name})`,
          strokeWidth: 2,
          strokeDasharray: series[i]?.name === 'validation' ? '5 3' : 'none',
          marker: row.length <= 20 ? 'dot' : 'none',
        }),
      ),
      ...tooltip(epochs, (epoch) => byEpoch.get(epoch) ?? []),
    ],
  });
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

/** @param {RunsChart} chart @param {Size} size */
export function drawRuns({ label, groups }, size) {
  const runs = groups.flatMap(({ name, colour, values }) => values.map((value) => ({ name, colour, value })));
  return Plot.plot({
    ...common,
    ...size,
    marginLeft: 16,
    marginRight: 16,
    x: { label, grid: true, nice: true, ticks: ticks(size.width), tickFormat: show, domain: domain(runs.map(({ value }) => value)) },
    y: { axis: null, domain: groups.map(({ name }) => name) },
    marks: [
      Plot.tickX(groups, { x: 'mean', y: 'name', stroke: 'currentColor', strokeWidth: 2 }),
      Plot.dot(runs, {
        x: 'value',
        y: 'name',
        r: 4,
        fill: 'colour',
        fillOpacity: 0.75,
        tip: { ...tip, format: { y: true, x: show, fill: false } },
      }),
    ],
    color: { type: 'identity' },
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
