/**
 * The charts of anomaly detection as plots.
 *
 * @typedef {import('../src/chart.js').DistributionsChart} DistributionsChart
 * @typedef {import('../src/chart.js').CurvesChart} CurvesChart
 * @typedef {import('../src/chart.js').StepsChart} StepsChart
 * @typedef {{ width: number, height: number }} Size
 */

import { common, domain, show, ticks, tip } from './scales.js';

/** A number at an axis. Very large ones are short, so that there is room: 1e9. @param {number} value */
const brief = (value) => (Math.abs(value) >= 1e6 ? value.toExponential().replace('e+', 'e') : show(value));

/**
 * A line of the threshold with its name, which stands where there is room.
 *
 * @param {'x' | 'y'} axis @param {{ value: number, name: string }} threshold @param {number} share of the axis that is below it
 */
function thresholdMarks(axis, { value, name }, share = 0) {
  const isX = axis === 'x';
  const before = share > 0.5;
  const style = { fill: 'currentColor', stroke: 'var(--surface)', strokeWidth: 4, fontWeight: 600 };
  return [
    (isX ? Plot.ruleX : Plot.ruleY)([value], { stroke: 'var(--validation)', strokeWidth: 2, strokeDasharray: '6 3' }),
    Plot.text([name], {
      ...style,
      ...(isX
        ? { x: value, frameAnchor: 'top', textAnchor: before ? 'end' : 'start', dx: before ? -6 : 6, dy: 2 }
        : { y: value, frameAnchor: 'right', textAnchor: 'end', dy: -8 }),
    }),
  ];
}

/** @param {DistributionsChart} chart @param {Size} size */
export function drawDistributions({ label, logarithmic, edges, groups, threshold }, size) {
  const bars = groups.flatMap(({ name, colour, shares }) =>
    shares.map((share, i) => ({ name, colour, share: 100 * share, from: edges[i], to: edges[i + 1] })),
  );
  return Plot.plot({
    ...common,
    ...size,
    x: {
      label,
      type: logarithmic ? 'log' : 'linear',
      domain: [edges[0], edges.at(-1)],
      ticks: ticks(size.width),
      tickFormat: brief,
    },
    y: { label: 'share, in percent', grid: true, nice: true, ticks: size.height / 50, tickFormat: show },
    marks: [
      Plot.rectY(
        bars.filter(({ share }) => share > 0),
        {
          x1: 'from',
          x2: 'to',
          y1: 0,
          y2: 'share',
          fill: 'colour',
          fillOpacity: 0.45,
          stroke: 'colour',
          channels: { 'scores of': 'name' },
          tip: {
            ...tip,
            format: { fill: false, stroke: false, x1: show, x2: show, y1: false, y2: (/** @type {number} */ y) => `${show(y)} %` },
          },
        },
      ),
      Plot.ruleY([0]),
      ...thresholdMarks('x', threshold, edges.filter((edge) => edge < threshold.value).length / edges.length),
    ],
    color: { type: 'identity' },
  });
}

/** @param {CurvesChart} chart @param {Size} size */
export function drawCurves({ axes, curves }, size) {
  const points = curves.map(({ x, y }) => x.map((value, i) => ({ x: value, y: y[i] })));
  return Plot.plot({
    ...common,
    ...size,
    x: { label: axes[0], domain: [0, 1], grid: true, ticks: ticks(size.width), tickFormat: show },
    y: { label: axes[1], domain: [0, 1], grid: true, ticks: size.height / 50, tickFormat: show },
    marks: points
      .map((own, i) =>
        Plot.line(own, {
          x: 'x',
          y: 'y',
          stroke: curves[i]?.colour ?? 'currentColor',
          strokeWidth: i === 0 ? 2.5 : 1.5,
          strokeDasharray: curves[i]?.style === 'dashed' ? '5 3' : 'none',
        }),
      )
      .toReversed(),
  });
}

/** @param {StepsChart} chart @param {Size} size */
export function drawSteps({ label, at, isTime, values, threshold, events, labelled = [] }, size) {
  const place = (/** @type {number} */ x) => (isTime ? new Date(x) : x);
  const points = values.map((value, i) => ({ at: place(at[i] ?? 0), value }));
  const [low = 0, high = 1] = domain([...values, threshold ? threshold.value : null]);
  return Plot.plot({
    ...common,
    ...size,
    x: { label: isTime ? 'time' : 'step', type: isTime ? 'utc' : 'linear', ticks: ticks(size.width) },
    y: { label, domain: [threshold ? Math.min(0, low) : low, high], grid: true, nice: true, ticks: size.height / 50, tickFormat: brief },
    marks: [
      Plot.rectX(events, {
        x1: (event) => place(event.start),
        x2: (event) => place(event.end),
        fill: 'var(--validation)',
        fillOpacity: 0.2,
        stroke: 'var(--validation)',
        strokeOpacity: 0.5,
      }),
      Plot.line(points, { x: 'at', y: 'value', stroke: 'var(--training)', strokeWidth: 1.2 }),
      Plot.rectX(labelled, {
        x1: (span) => place(span.start),
        x2: (span) => place(span.end),
        fill: 'var(--ink)',
        stroke: 'var(--ink)',
        insetTop: size.height - common.marginBottom - common.marginTop - 5,
      }),
      ...(threshold ? thresholdMarks('y', threshold) : []),
    ],
  });
}
