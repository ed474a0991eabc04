/**
 * Draws each chart of the page into its element, from the JSON in it, and again whenever its width changes. A report has the
 * scripts of this folder as one, after d3 and Plot. Nothing is fetched.
 *
 * @typedef {import('../src/chart.js').Chart} Chart
 */

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
    const { kind } = chart;
    element.replaceChildren(
      kind === 'lines'
        ? drawLines(chart, size, logarithmic?.checked ?? false)
        : kind === 'points'
          ? drawPoints(chart, size, only)
          : kind === 'runs'
            ? drawRuns(chart, size)
            : drawHistogram(chart, size),
    );
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

for (const element of document.querySelectorAll('.chart')) start(/** @type {HTMLElement} */ (element));
