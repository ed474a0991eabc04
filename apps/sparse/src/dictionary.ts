import { h, pictureGrid, plural, valuesOf } from '@autoencoders/app-kit';
import type { Scene, View } from '@autoencoders/app-kit';
import { firstUnit } from './first-unit.js';
import { picturePicker } from './picture-picker.js';
import type { PicturePicker } from './picture-picker.js';
import type { Settings } from './settings.js';
import { largest } from './unit-activity.js';
import type { ActivityOf, UnitActivity } from './unit-activity.js';

const COLUMNS = 14;
const STRONGEST = 10;

/** The dictionary: what each unit adds to a picture, and the examples for which the chosen unit fires most. */
export function dictionary(activityOf: ActivityOf): View<Settings> {
  const holder = h('div', {});
  const chosen = unitCard();
  let picker: PicturePicker | undefined;
  let units = 0;
  /** Whether a unit was chosen: by the reader, or to begin with. */
  let isChosen = false;
  let seen: { readonly scene: Scene; readonly activity: UnitActivity } | undefined;

  const show = (): void => {
    if (seen && picker) picker.say(chosen.show(seen.scene, seen.activity, picker.chosen()));
  };
  const choose = (): void => {
    isChosen = true;
    show();
  };
  const pickerFor = (count: number): PicturePicker => {
    if (picker && count === units) return picker;
    units = count;
    const rows = Math.ceil(count / COLUMNS);
    picker = picturePicker({ columns: COLUMNS, rows, size: 40, label: 'Unit', palette: 'diverging', stretch: true }, choose);
    holder.replaceChildren(picker.element);
    return picker;
  };
  return {
    title: 'The dictionary',
    caption:
      'Each picture is the feature of one unit: what the unit adds when it fires. Red makes brighter, blue makes darker, white changes nothing. Pale units fire for no test example. Choose a unit with a click or with the arrow keys.',
    forRows: {
      caption:
        'Each square is one unit: its small squares are the columns, or words of columns, that it changes when it fires. Red makes larger, blue makes smaller. Pale units fire for no test row. Choose a unit with a click or with the arrow keys: beside it are the changes, from 0 to 1 of the range of a column, and the test rows for which it fires most.',
    },
    element: h('div', { class: 'row' }, holder, chosen.element),
    wide: true,
    async update(scene) {
      const activity = await activityOf(scene);
      seen = { scene, activity };
      const { units, dictionary, densities } = activity;
      pickerFor(units).draw({ shape: scene.data.test.shape, values: dictionary }, units, (unit) => densities[unit] === 0);
      if (!isChosen && scene.epoch > 0) {
        isChosen = true;
        picker?.set(firstUnit(activity));
      }
      show();
    },
  };
}

/** One unit: its feature, and the test examples for which it fires most. `show` returns a description. */
function unitCard() {
  const feature = pictureGrid({ columns: 1, rows: 1, size: 112, label: 'The chosen feature', palette: 'diverging', stretch: true });
  const strongest = pictureGrid({ columns: 5, rows: 2, size: 46, label: 'Test examples for which it fires most' });
  const name = h('h3', {});
  const words = h('p', { class: 'hint', role: 'status' });
  const range = h('p', { class: 'hint' });
  const show = ({ data }: Scene, activity: UnitActivity, unit: number): string => {
    const { units, codes, examples, densities } = activity;
    const { shape } = data.test;
    const activations = Float32Array.from({ length: examples }, (_, i) => codes[i * units + unit]!);
    const top = largest(activations, STRONGEST).filter((i) => activations[i]! > 0);
    const fires = Math.round(densities[unit]! * examples);
    name.textContent = `Unit ${unit + 1}`;
    words.textContent =
      fires === 0
        ? `A dead unit: it fires for none of ${examples} test examples.`
        : `Fires for ${fires} of ${plural(examples, 'test example')}. It fires most for these:`;
    range.textContent =
      top.length > 0 ? `Activation from ${activations[top[0]!]!.toFixed(2)} to ${activations[top.at(-1)!]!.toFixed(2)}.` : '';
    const { rows } = data;
    feature.draw({ shape, rows, values: valuesOf({ values: activity.dictionary, shape }, unit) }, `The feature of unit ${unit + 1}`);
    strongest.draw({ shape, rows, values: top.flatMap((i) => [...valuesOf(data.test, i)]) });
    return `Unit ${unit + 1}. ${words.textContent}`;
  };
  return { element: h('div', { class: 'unit' }, name, feature.element, words, strongest.element, range), show };
}
