import { tidy } from '@tensorflow/tfjs-core';
import type { App, Scene } from '../definition.js';
import { h } from '../dom.js';
import { examples, readValues, valuesOf } from '../examples.js';
import { figure, plural } from '../format.js';
import { pictureGrid } from '../picture-grid.js';
import type { PictureGrid } from '../picture-grid.js';

const SIDE = 56;
/** Codes of at most so many numbers are written. */
const WRITTEN = 2;

/** The chosen example, its code and its reconstruction, small: what the page is about, at a glance. Nothing of rows of a table. */
export function flowStrip(app: Pick<App, 'example'>): { readonly element: HTMLElement; readonly update: (scene: Scene<never>) => void } {
  const [input, code, output] = [part('Picture'), part('Code', 'diverging'), part('Reconstruction')];
  const arrow = (name: string): HTMLElement => h('span', { class: 'arrow' }, h('span', {}, name), '→');
  const element = h('div', { class: 'flow-strip' }, input.element, arrow('encoder'), code.element, arrow('decoder'), output.element);
  return {
    element,
    update({ model, data }) {
      element.hidden = data.rows !== undefined;
      if (data.rows) return;
      const { test } = data;
      const at = app.example.index();
      const numbers = readValues(() => tidy(() => model.encode(examples(test, model, at, 1))));
      const made = readValues(() => model.reconstruct(examples(test, model, at, 1)));
      const columns = Math.ceil(Math.sqrt(numbers.length));
      input.show(test.shape, valuesOf(test, at), 'Picture');
      const few = numbers.length <= WRITTEN;
      const words = few ? Array.from(numbers, (number) => figure(number, 2)).join(', ') : plural(numbers.length, 'number');
      code.show([few ? 1 : columns, few ? numbers.length : columns], numbers, `Code: ${words}`);
      output.show(test.shape, made, 'Reconstruction');
    },
  };
}

function part(name: string, palette: 'grey' | 'diverging' = 'grey') {
  const grid: PictureGrid = pictureGrid({ columns: 1, rows: 1, size: SIDE, label: name, palette, stretch: palette === 'diverging' });
  const words = h('figcaption', {}, name);
  return {
    element: h('figure', {}, grid.element, words),
    show(shape: readonly number[], values: Float32Array, text: string): void {
      const size = shape.reduce((product, side) => product * side, 1);
      const padded = values.length < size ? Float32Array.of(...values, ...Array(size - values.length).fill(NaN)) : values;
      grid.draw({ shape, values: padded }, text);
      words.textContent = text;
    },
  };
}
