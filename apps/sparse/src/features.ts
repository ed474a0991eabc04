import { h, pictureGrid, plural, sizeOf } from '@autoencoders/app-kit';
import type { Scene, View } from '@autoencoders/app-kit';
import { greatest } from './activity.js';
import type { Activity } from './activity.js';
import { picker } from './picker.js';
import type { Picker } from './picker.js';

const COLUMNS = 14;
const TOP = 10;

/** The dictionary: what each unit adds to a picture, and, of the one that is chosen, what makes it fire. */
export function features(activityOf: (scene: Scene) => Promise<Activity>): View {
  const holder = h('div', {});
  const large = pictureGrid({ columns: 1, rows: 1, size: 112, label: 'The chosen feature', palette: 'diverging', stretch: true });
  const strongest = pictureGrid({ columns: 5, rows: 2, size: 46, label: 'Test examples that fire it most' });
  const name = h('h3', {});
  const words = h('p', { class: 'hint', role: 'status' });
  const scale = h('p', { class: 'hint' });
  let units: { readonly picker: Picker; readonly count: number } | undefined;
  let seen: { readonly scene: Scene; readonly activity: Activity } | undefined;

  const made = (count: number): Picker => {
    const rows = Math.ceil(count / COLUMNS);
    const made = picker({ columns: COLUMNS, rows, size: 40, label: 'Unit', palette: 'diverging', stretch: true }, explain);
    holder.replaceChildren(made.element);
    units = { picker: made, count };
    return made;
  };

  function explain(): void {
    if (!seen || !units) return;
    const { scene, activity } = seen;
    const { shape, values } = scene.data.test;
    const size = sizeOf(shape);
    const unit = units.picker.chosen();
    const own = Float32Array.from({ length: activity.examples }, (_, i) => activity.codes[i * activity.units + unit]!);
    const top = greatest(own, TOP);
    const fires = Math.round(activity.densities[unit]! * activity.examples);
    name.textContent = `Unit ${unit + 1}`;
    words.textContent =
      fires === 0
        ? `Silent: none of ${activity.examples} test examples fires it.`
        : `Fires for ${fires} of ${plural(activity.examples, 'test example')}. These most:`;
    const shown = top.filter((i) => own[i]! > 0);
    scale.textContent = shown.length > 0 ? `Activation from ${own[top[0]!]!.toFixed(2)} to ${own[shown.at(-1)!]!.toFixed(2)}.` : '';
    units.picker.say(`Unit ${unit + 1}. ${words.textContent}`);
    large.draw({ shape, values: activity.dictionary.subarray(unit * size, (unit + 1) * size) }, `The feature of unit ${unit + 1}`);
    strongest.draw({ shape, values: shown.flatMap((i) => [...values.subarray(i * size, (i + 1) * size)]) });
  }

  return {
    title: 'The dictionary',
    caption:
      'What each unit adds to a picture when it fires: red brightens, blue darkens, white leaves as it is. Pale ones are silent for all test examples. Choose one by a click or with the arrow keys.',
    element: h('div', { class: 'row' }, holder, h('div', { class: 'unit' }, name, large.element, words, strongest.element, scale)),
    wide: true,
    async update(scene) {
      const activity = await activityOf(scene);
      const known = units?.count === activity.units ? units.picker : made(activity.units);
      seen = { scene, activity };
      known.draw({ shape: scene.data.test.shape, values: activity.dictionary }, activity.units, (i) => activity.densities[i] === 0);
      explain();
    },
  };
}
