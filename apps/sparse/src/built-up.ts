import { tensor2d } from '@tensorflow/tfjs-core';
import { count } from '@autoencoders/datasets';
import { h, isHere, numbers, pictureGrid, plural, sizeOf } from '@autoencoders/app-kit';
import type { App, Scene, View } from '@autoencoders/app-kit';
import { greatest } from './activity.js';
import type { Activity } from './activity.js';
import { bars } from './bars.js';
import { picker } from './picker.js';

const SHOWN = 20;
const STRONGEST = 6;

/** Which units one picture fires, and how the decoder puts it together from the strongest of them. */
export function builtUp(app: App, activityOf: (scene: Scene) => Promise<Activity>): View {
  const pick = picker({ columns: 10, rows: 2, size: 40, label: 'Test example' }, () => explain(), 1);
  const chart = bars({ y: 'activation', x: 'units, as they stand in the dictionary', pale: true });
  const words = h('p', { class: 'figures', role: 'status' });
  const steps = Array.from({ length: STRONGEST }, () => step('+'));
  const [original, whole, before] = [step(), step(), step()];
  let seen: { readonly scene: Scene; readonly activity: Activity } | undefined;

  function explain(): void {
    // A training that has begun since has freed the model; what the next one does comes soon.
    if (!seen || !isHere(app, seen.scene)) return;
    const { scene, activity } = seen;
    const { model, data } = scene;
    const { units, codes, threshold, dictionary } = activity;
    const { shape, labels, classes } = data.test;
    const size = sizeOf(shape);
    const example = pick.chosen();
    const own = codes.subarray(example * units, (example + 1) * units);
    const top = greatest(own, STRONGEST).filter((unit) => own[unit]! > 0);
    const drawn = numbers(() => model.decode(tensor2d(partsOf(own, top), [top.length + 2, units])));
    const part = (all: Float32Array, at: number): Float32Array => all.subarray(at * size, (at + 1) * size);
    original.show(shape, part(data.test.values, example), 'original');
    whole.show(shape, part(drawn, top.length + 1), 'all units');
    before.show(shape, part(drawn, 0), 'no unit');
    steps.forEach(({ show }, i) => {
      const unit = top[i];
      if (unit === undefined) show(shape, new Float32Array(0), '');
      else show(shape, part(drawn, i + 1), `unit ${unit + 1}`, { amount: own[unit]!.toFixed(2), picture: part(dictionary, unit) });
    });
    const firing = own.reduce((sum, value) => sum + (value > threshold ? 1 : 0), 0);
    const label = labels?.[example];
    const named = label === undefined ? `Example ${example + 1}` : `Example ${example + 1}, class ${classes?.[label] ?? label}`;
    words.textContent = `${named}: ${plural(firing, 'unit')} of ${units} fire${firing === 1 ? 's' : ''}.`;
    pick.say(words.textContent);
    const most = threshold > 0 ? 1 : Math.max(1e-3, own[top[0] ?? 0]!);
    chart.draw(own, most, threshold, `Activations of ${units} units: ${words.textContent}`);
  }

  return {
    title: 'What a picture is built up from',
    caption:
      'Choose a test example: by a click, or with the arrow keys. The bars show which units it fires; below, its strongest units join one after the other, each above what is decoded with it.',
    element: h(
      'div',
      { class: 'bands' },
      h('div', { class: 'row' }, pick.element, h('div', { class: 'grow' }, chart.element)),
      words,
      h('div', { class: 'steps' }, ...[original, whole, before, ...steps].map(({ element }) => element)),
    ),
    wide: true,
    async update(scene) {
      const activity = await activityOf(scene);
      seen = { scene, activity };
      const { test } = scene.data;
      pick.draw(test, Math.min(SHOWN, count(test)));
      explain();
    },
  };
}

/** A code's parts: nothing, its greatest activation, its two greatest, …, and all of it. */
function partsOf(code: Float32Array, top: readonly number[]): Float32Array {
  const parts = new Float32Array((top.length + 2) * code.length);
  for (let i = 1; i <= top.length; i++) for (const unit of top.slice(0, i)) parts[i * code.length + unit] = code[unit]!;
  parts.set(code, (top.length + 1) * code.length);
  return parts;
}

/** A unit's feature, above what the decoder makes of it and those before. */
interface Added {
  readonly amount: string;
  readonly picture: Float32Array;
}

function step(sign: string = '') {
  const feature = pictureGrid({ columns: 1, rows: 1, size: 64, label: 'Feature', palette: 'diverging', stretch: true });
  const sum = pictureGrid({ columns: 1, rows: 1, size: 64, label: 'Decoded' });
  const [plus, name, value] = [h('span', {}, sign), h('span', {}), h('span', {})];
  const above = h('div', { class: 'step-top' }, plus, feature.element);
  const element = h('figure', { class: 'step' }, above, sum.element, h('figcaption', {}, name, value));
  const show = (shape: readonly number[], picture: Float32Array, what: string, added?: Added): void => {
    // Empty, but as large as ever: a picture that fires fewer units moves nothing.
    above.style.visibility = added ? 'visible' : 'hidden';
    sum.element.style.visibility = what ? 'visible' : 'hidden';
    [name.textContent, value.textContent] = [what, added?.amount ?? ''];
    if (added) feature.draw({ shape, values: added.picture }, `The feature of ${what}, activation ${added.amount}`);
    sum.draw({ shape, values: picture }, added ? `Decoded with ${what} as well` : what);
  };
  return { element, show };
}
