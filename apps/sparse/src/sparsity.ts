import { mean } from '@autoencoders/metrics';
import { figure, h } from '@autoencoders/app-kit';
import type { View } from '@autoencoders/app-kit';
import { barChart } from './bar-chart.js';
import { isTopK, kOf } from './settings.js';
import type { Settings } from './settings.js';
import type { ActivityOf } from './unit-activity.js';

const percent = (share: number): string => `${figure(100 * share, 2)} %`;

/** How sparse the codes are: three figures, and a bar for each unit. */
export function sparsity(activityOf: ActivityOf): View<Settings> {
  const [aim, firing, dead] = [tile(), tile(), tile()];
  const chart = barChart({ y: 'mean activation', x: 'units, the most active first' });
  const words = h('p', { class: 'hint' });
  const title = chart.element.querySelector('figcaption')!;
  return {
    title: 'Sparsity',
    caption: 'How active the units are: each bar is one unit, averaged over the test examples. The dashed line is the target ρ.',
    element: h('div', {}, h('dl', { class: 'tiles' }, aim.element, firing.element, dead.element), chart.element, words),
    async update(scene) {
      const activity = await activityOf(scene);
      const { units, densities, threshold } = activity;
      const top = isTopK(scene.settings);
      const target = top ? kOf(scene.settings) / units : scene.settings.rho;
      const each = top ? densities : activity.means;
      aim.show(top ? 'Share of units that fire' : 'Mean activation', percent(mean(each)), `target: ${percent(target)}`);
      firing.show('Units that fire', figure(units * mean(densities), 2), `of ${units}, per example`);
      dead.show('Dead units', percent(activity.dead), `${Math.round(activity.dead * units)} of ${units}`);
      const sorted = Float32Array.from(each).sort().toReversed();
      title.textContent = top ? 'share of the examples for which it fires' : 'mean activation';
      const most = Math.max(2 * target, sorted[0]!);
      chart.draw(sorted, most, target, `${title.textContent}, by unit: from ${percent(sorted.at(-1)!)} to ${percent(sorted[0]!)}`);
      words.textContent = top
        ? 'A unit fires if its activation is among the k largest.'
        : `A unit fires if its activation, between 0 and 1, is above ${threshold}.`;
    },
  };
}

/** A figure with its name and a note. */
function tile() {
  const [name, value, note] = [h('dt', {}), h('dd', { class: 'value' }), h('dd', { class: 'hint' })];
  const show = (...texts: readonly [string, string, string]): void =>
    [name, value, note].forEach((part, i) => (part.textContent = texts[i]!));
  return { element: h('div', {}, name, value, note), show };
}
