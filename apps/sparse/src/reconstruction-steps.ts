import { tensor2d } from '@tensorflow/tfjs-core';
import { count } from '@autoencoders/datasets';
import { className, h, isCurrent, pictureGrid, plural, readValues, rowTable, valuesOf } from '@autoencoders/app-kit';
import type { App, RowText, Scene, View } from '@autoencoders/app-kit';
import { barChart } from './bar-chart.js';
import { picturePicker } from './picture-picker.js';
import type { Settings } from './settings.js';
import { largest } from './unit-activity.js';
import type { ActivityOf, UnitActivity } from './unit-activity.js';

const SHOWN = 20;
const STRONGEST = 6;

/** The units that fire for one picture, and the reconstruction from more and more of them. */
export function reconstructionSteps(app: App<Settings>, activityOf: ActivityOf): View<Settings> {
  const choice = app.example;
  const pick = picturePicker({ columns: 10, rows: 2, size: 40, label: 'Test example' }, choice.choose, choice.index());
  // Rows are chosen by their numbers.
  const rowPick = choice.picker();
  const chart = barChart({ y: 'activation', x: 'units, in the order of the dictionary', pale: true });
  const words = h('p', { class: 'figures', role: 'status' });
  const steps = stepRow();
  let seen: { readonly scene: Scene; readonly activity: UnitActivity } | undefined;

  function show(): void {
    // A new training may have disposed of the model; its first progress draws again.
    if (!seen || !isCurrent(app, seen.scene)) return;
    const { scene, activity } = seen;
    const { units, codes, threshold } = activity;
    const example = scene.data.rows ? choice.index() : pick.chosen();
    const code = codes.subarray(example * units, (example + 1) * units);
    steps.show(scene, activity, example, code);
    const firing = code.reduce((sum, value) => sum + (value > threshold ? 1 : 0), 0);
    const name = className(scene.data.test, example);
    const title = name === undefined ? `Example ${example + 1}` : `Example ${example + 1}, class ${name}`;
    words.textContent = `${title}: ${plural(firing, 'unit')} of ${units} fire${firing === 1 ? 's' : ''}.`;
    pick.say(words.textContent);
    const most = threshold > 0 ? 1 : Math.max(1e-3, ...code);
    chart.draw(code, most, threshold, `Activations of ${units} units: ${words.textContent}`);
  }

  return {
    title: 'One picture, unit by unit',
    caption:
      'Choose a test example with a click or with the arrow keys. The bars are the activations of its units. Below, its strongest units are added one after the other: the feature of the unit above, the reconstruction so far below it.',
    forRows: {
      title: 'One row, unit by unit',
      caption:
        'Choose a test row. The bars are the activations of its units. Below, its strongest units are added one after the other: what the unit changes above, the row so far below it.',
    },
    element: h(
      'div',
      { class: 'bands' },
      rowPick.element,
      h('div', { class: 'row' }, pick.element, h('div', { class: 'grow' }, chart.element)),
      words,
      steps.element,
    ),
    wide: true,
    async update(scene) {
      const activity = await activityOf(scene);
      seen = { scene, activity };
      const { test, rows } = scene.data;
      rowPick.element.hidden = rows === undefined;
      pick.element.hidden = rows !== undefined;
      if (rows) rowPick.draw(scene.data);
      else pick.draw(test, Math.min(SHOWN, count(test)));
      pick.set(choice.index());
      show();
    },
  };
}

/** The original, the reconstructions from all units and from none, and from the strongest one, two, … units. */
function stepRow() {
  const [original, all, none] = [step(), step(), step()];
  const added = Array.from({ length: STRONGEST }, () => step('+'));
  const show = ({ model, data }: Scene, { dictionary }: UnitActivity, example: number, code: Float32Array): void => {
    const { shape } = data.test;
    const top = largest(code, STRONGEST).filter((unit) => code[unit]! > 0);
    const values = readValues(() => model.decode(tensor2d(partsOf(code, top), [top.length + 2, code.length])));
    const decoded = (row: number): Float32Array => valuesOf({ values, shape }, row);
    pictures.hidden = data.rows !== undefined;
    written.replaceChildren(...(data.rows ? [stepTable(data.rows, valuesOf(data.test, example), values, code, top)] : []));
    if (data.rows) return;
    original.show(shape, valuesOf(data.test, example), 'original');
    all.show(shape, decoded(top.length + 1), 'all units');
    none.show(shape, decoded(0), 'no unit');
    added.forEach(({ show }, i) => {
      const unit = top[i];
      if (unit === undefined) return show(shape, new Float32Array(0), '');
      const feature = { amount: code[unit]!.toFixed(2), picture: valuesOf({ values: dictionary, shape }, unit) };
      show(shape, decoded(i + 1), `unit ${unit + 1}`, feature);
    });
  };
  const pictures = h('div', { class: 'steps' }, ...[original, all, none, ...added].map(({ element }) => element));
  const written = h('div', {});
  return { element: h('div', {}, pictures, written), show };
}

/** The same of a row of a table: one row for each reconstruction. */
function stepTable(rows: RowText, original: Float32Array, decoded: Float32Array, code: Float32Array, top: readonly number[]): HTMLElement {
  const [[first], others] = [rows.cells(original), rows.cells(decoded)];
  const added = top.map((unit, i) => ({ name: `+ unit ${unit + 1}, ${code[unit]!.toFixed(2)}`, cells: others[i + 1]! }));
  const [none, all] = [
    { name: 'no unit', cells: others[0]! },
    { name: 'all units', cells: others.at(-1)! },
  ];
  return rowTable(rows, [[{ name: 'original', cells: first! }, none, ...added, all]]);
}

/** Parts of a code, in rows: nothing, its largest activation, its two largest, …, and all of it. */
function partsOf(code: Float32Array, top: readonly number[]): Float32Array {
  const parts = new Float32Array((top.length + 2) * code.length);
  for (let i = 1; i <= top.length; i++) for (const unit of top.slice(0, i)) parts[i * code.length + unit] = code[unit]!;
  parts.set(code, (top.length + 1) * code.length);
  return parts;
}

/** The feature of a unit, with its activation. */
interface Feature {
  readonly amount: string;
  readonly picture: Float32Array;
}

/** A feature above the reconstruction that has it. */
function step(sign: string = '') {
  const feature = pictureGrid({ columns: 1, rows: 1, size: 64, label: 'Feature', palette: 'diverging', stretch: true });
  const sum = pictureGrid({ columns: 1, rows: 1, size: 64, label: 'Decoded' });
  const [plus, name, value] = [h('span', {}, sign), h('span', {}), h('span', {})];
  const above = h('div', { class: 'step-top' }, plus, feature.element);
  const element = h('figure', { class: 'step' }, above, sum.element, h('figcaption', {}, name, value));
  const show = (shape: readonly number[], picture: Float32Array, what: string, added?: Feature): void => {
    // Hidden parts keep their place, so that nothing moves when fewer units fire.
    above.style.visibility = added ? 'visible' : 'hidden';
    sum.element.style.visibility = what ? 'visible' : 'hidden';
    [name.textContent, value.textContent] = [what, added?.amount ?? ''];
    if (added) feature.draw({ shape, values: added.picture }, `The feature of ${what}, activation ${added.amount}`);
    sum.draw({ shape, values: picture }, added ? `Decoded with ${what} as well` : what);
  };
  return { element, show };
}
