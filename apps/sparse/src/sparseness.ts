import { average } from '@autoencoders/metrics';
import { figure, h } from '@autoencoders/app-kit';
import type { Scene, View } from '@autoencoders/app-kit';
import type { Activity } from './activity.js';
import { bars } from './bars.js';
import { isTopK, kOf } from './settings.js';

const percent = (share: number): string => `${figure(100 * share, 2)} %`;

/** How sparse the codes are, in numbers, and unit by unit. */
export function sparseness(activityOf: (scene: Scene) => Promise<Activity>): View {
  const [aim, firing, silent] = [tile(), tile(), tile()];
  const chart = bars({ y: 'mean activation', x: 'units, the most active first' });
  const words = h('p', { class: 'hint' });
  const title = chart.element.querySelector('figcaption')!;
  return {
    title: 'How sparse it is',
    caption: 'Over the test examples. The dashed line is what is aimed at.',
    element: h('div', {}, h('dl', { class: 'tiles' }, aim.element, firing.element, silent.element), chart.element, words),
    async update(scene) {
      const activity = await activityOf(scene);
      const { units, densities, threshold } = activity;
      const top = isTopK(scene.settings);
      const aimed = top ? kOf(scene.settings) / units : Number(scene.settings['rho']);
      const each = top ? densities : activity.means;
      aim.show(top ? 'Share that fires' : 'Mean activation', percent(average(each)), `aimed at: ${percent(aimed)}`);
      firing.show('Units that fire', figure(units * average(densities), 2), `of ${units}, per example`);
      silent.show('Silent units', percent(activity.silent), `${Math.round(activity.silent * units)} of ${units}`);
      const sorted = Float32Array.from(each).sort().toReversed();
      title.textContent = top ? 'share of the examples that fire it' : 'mean activation';
      const most = Math.max(2 * aimed, sorted[0]!);
      chart.draw(sorted, most, aimed, `${title.textContent}, by unit: from ${percent(sorted.at(-1)!)} to ${percent(sorted[0]!)}`);
      words.textContent = top
        ? 'A unit fires where TopK lets it through.'
        : `A unit fires where its activation, between 0 and 1, is above ${threshold}.`;
    },
  };
}

/** A number with a name, and a word on it. */
function tile() {
  const [name, value, note] = [h('dt', {}), h('dd', { class: 'value' }), h('dd', { class: 'hint' })];
  const show = (...texts: readonly [string, string, string]): void =>
    [name, value, note].forEach((part, i) => (part.textContent = texts[i]!));
  return { element: h('div', {}, name, value, note), show };
}
