/**
 * Formats, margins, ticks and tooltips that the charts share.
 *
 * @typedef {{ epoch: number, value: number | null | undefined, name: string }} Measured
 */

const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
/** @param {number | null | undefined} value */
export const show = (value) => (value == null ? 'not finite' : format.format(value).replace('-', '−'));

export const common = { marginTop: 28, marginLeft: 56, marginBottom: 40, style: { fontSize: '12px', overflow: 'visible' } };
export const tip = { stroke: 'var(--line)', lineHeight: 1.3 };
export const ticks = (/** @type {number} */ width) => Math.max(3, Math.round(width / 90));

/** A line and the figures at the epoch nearest to the pointer. @param {number[]} epochs @param {(epoch: number) => Measured[]} at */
export function tooltip(epochs, at) {
  const x = (/** @type {number} */ epoch) => epoch;
  const y = (/** @type {number} */ epoch) => at(epoch).find(({ value }) => value !== null)?.value;
  const title = (/** @type {number} */ epoch) =>
    [`epoch ${epoch}`, ...at(epoch).map(({ name, value }) => `${name} ${show(value)}`)].join('\n');
  return [
    Plot.ruleX(epochs, Plot.pointerX({ x, stroke: 'currentColor', strokeOpacity: 0.4 })),
    Plot.tip(epochs, Plot.pointerX({ x, y, title, ...tip })),
  ];
}

/**
 * Takes the names off the groups of a plot: a group has no role, so that it may have none. The element of the chart describes it.
 *
 * @template {Element} T @param {T} plot
 */
export function withoutNames(plot) {
  for (const part of plot.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  for (const part of plot.querySelectorAll('[aria-description]')) part.removeAttribute('aria-description');
  return plot;
}

/** Whole epochs only, and few enough to be read. @param {number[]} epochs @param {number} most */
export function integerTicks(epochs, most) {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
  const step = steps.find((one) => epochs.filter((epoch) => epoch % one === 0).length <= most) ?? 20000;
  return epochs.filter((epoch) => epoch % step === 0);
}

/** The least and the greatest value, a little apart where they are one. @param {(number | null)[]} values */
export function domain(values) {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) if (value !== null) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  if (least > greatest) return [0, 1];
  return least === greatest ? [least - 0.5, greatest + 0.5] : [least, greatest];
}
