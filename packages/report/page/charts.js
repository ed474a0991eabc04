/**
 * Draws each chart of the page into its element, from the JSON in it, and again whenever its width changes. A report has the
 * scripts of this folder as one, after d3 and Plot. Nothing is fetched.
 *
 * @typedef {import('../src/chart.js').Chart} Chart
 */

import { drawCurves, drawDistributions, drawSteps } from './detection.js';
import { drawHistogram, drawLines, drawPoints, drawRuns } from './plots.js';

/** @param {HTMLElement} element */
function start(element) {
  /** @type {Chart} */
  const chart = JSON.parse(element.querySelector('script')?.textContent ?? '');
  const part = element.closest('section') ?? document;
  const logarithmic = /** @type {HTMLInputElement | null} */ (part.querySelector('[data-logarithmic]'));
  const keys = /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll('[data-class]'));
  /** @type {number | undefined} */
  let only;
  const draw = () => {
    const size = { width: element.clientWidth, height: element.clientHeight };
    if (size.width === 0) return;
    element.replaceChildren(drawn(chart, size, logarithmic?.checked ?? false, only));
  };
  logarithmic?.addEventListener('change', draw);
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

/** @param {Chart} chart @param {{ width: number, height: number }} size @param {boolean} logarithmic @param {number | undefined} only */
function drawn(chart, size, logarithmic, only) {
  switch (chart.kind) {
    case 'lines':
      return drawLines(chart, size, logarithmic);
    case 'points':
      return drawPoints(chart, size, only);
    case 'runs':
      return drawRuns(chart, size);
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
