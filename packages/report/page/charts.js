/**
 * Draws each chart of the page into its element, from the JSON in it, and again whenever its width changes. A report has the
 * scripts of this folder as one, after d3 and Plot. Nothing is fetched.
 *
 * @typedef {import('../src/chart.js').Chart} Chart
 */

import { drawCurves, drawDistributions, drawSteps } from './detection.js';
import { drawHistogram, drawLines, drawPoints, showInLegend } from './plots.js';
import { withoutNames } from './scales.js';

/** @param {HTMLElement} element */
function start(element) {
  /** @type {Chart} */
  const chart = JSON.parse(element.querySelector('script')?.textContent ?? '');
  const part = element.closest('section') ?? document;
  const axis = /** @type {HTMLSelectElement | null} */ (part.querySelector('[data-axis]'));
  const legend = element.previousElementSibling;
  const keys = /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll('[data-class]'));
  /** @type {number | undefined} */
  let only;
  const draw = () => {
    const size = { width: element.clientWidth, height: element.clientHeight };
    if (size.width === 0) return;
    const plot = withoutNames(drawn(chart, size, axis?.value ?? 'best', only));
    if (chart.kind === 'lines' && legend)
      plot.addEventListener('input', () => showInLegend(legend, chart, /** @type {ReturnType<typeof Plot.plot>} */ (plot).value ?? null));
    element.replaceChildren(plot);
  };
  axis?.addEventListener('change', draw);
  for (const key of keys) {
    key.addEventListener('click', () => {
      only = only === Number(key.dataset['class']) ? undefined : Number(key.dataset['class']);
      for (const one of keys) one.setAttribute('aria-pressed', String(Number(one.dataset['class']) === only));
      draw();
    });
  }
  // Fires once at the start, too. Heights are fixed, so that only a change of width can bring another.
  new ResizeObserver(draw).observe(element);
}

/** @param {Chart} chart @param {{ width: number, height: number }} size @param {string} axis @param {number | undefined} only */
function drawn(chart, size, axis, only) {
  switch (chart.kind) {
    case 'lines':
      return drawLines(chart, size, axis);
    case 'points':
      return drawPoints(chart, size, only);
    case 'histogram':
      return drawHistogram(chart, size);
    case 'distributions':
      return drawDistributions(chart, size);
    case 'curves':
      return drawCurves(chart, size);
    case 'steps':
      return drawSteps(chart, size);
  }
}

for (const element of document.querySelectorAll('.chart')) start(/** @type {HTMLElement} */ (element));
