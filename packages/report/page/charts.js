/*
 * Draws each chart of the page into its element, from the JSON in it, and again whenever its width changes. It goes with
 * `plots.js` into one module.
 */

/** Puts a card with the example of the point nearest to the pointer over a plot. @param {ReturnType<typeof Plot.plot>} plot @param {PointsChart} chart */
function withCard(plot, { classes, axes, sprite }) {
  const frame = document.createElement('div');
  const card = document.createElement('div');
  card.className = 'card';
  card.hidden = true;
  const image = sprite && card.appendChild(thumbnail(sprite));
  const text = card.appendChild(document.createElement('div'));
  plot.addEventListener('input', () => {
    /** @type {Point | null} */
    const point = plot.value;
    card.hidden = !point;
    if (!point) return;
    const lines = [`${axes[0]} ${show(point.x)}`, `${axes[1]} ${show(point.y)}`];
    text.textContent = [...(point.label === undefined ? [] : [classes[point.label]?.name]), ...lines].join('\n');
    image?.dispatchEvent(new CustomEvent('pick', { detail: point.i }));
    place(card, plot.scale('x')?.apply(point.x), plot.scale('y')?.apply(point.y), frame);
  });
  frame.append(plot, card);
  return frame;
}

/** Beside the point, on the side that has room. @param {HTMLElement} card @param {number} x @param {number} y @param {HTMLElement} frame */
function place(card, x, y, frame) {
  const left = x + 14 + card.offsetWidth <= frame.clientWidth ? x + 14 : Math.max(0, x - 14 - card.offsetWidth);
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(0, Math.min(y - card.offsetHeight / 2, frame.clientHeight - card.offsetHeight))}px`;
}

/** One picture of a sprite, near 72 pixels wide; the event `pick` says which. @param {NonNullable<PointsChart['sprite']>} sprite */
function thumbnail({ source, width, height, columns, cell }) {
  const scale = Math.max(1, Math.round(72 / cell.width));
  const element = document.createElement('span');
  Object.assign(element.style, {
    width: `${cell.width * scale}px`,
    height: `${cell.height * scale}px`,
    backgroundImage: `url(${source})`,
    backgroundSize: `${width * scale}px ${height * scale}px`,
  });
  element.addEventListener('pick', (event) => {
    const i = /** @type {CustomEvent<number>} */ (event).detail;
    element.style.backgroundPosition = `${-(i % columns) * cell.width * scale}px ${-Math.floor(i / columns) * cell.height * scale}px`;
  });
  return element;
}

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
