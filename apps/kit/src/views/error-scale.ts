import { count } from '@autoencoders/datasets';
import type { Scene } from '../definition.js';
import { h } from '../dom.js';
import { examples, readValues, valuesOf } from '../examples.js';
import { figure } from '../format.js';
import { pictureGrid } from '../picture-grid.js';
import { byError, errorsOf } from './typical.js';

/** What errors look like: of the first test pictures, the one that comes back best, the median and the worst, each beside its reconstruction. */
export function errorScale(amount: number): { readonly element: HTMLElement; readonly update: (scene: Scene) => void } {
  const parts = ['Least', 'Median', 'Largest'].map((name) => {
    const grid = pictureGrid({ columns: 2, rows: 1, size: 46, label: `${name} error` });
    const words = h('figcaption', {}, name);
    return { name, grid, words, element: h('figure', {}, grid.element, words) };
  });
  const element = h(
    'div',
    { class: 'error-scale', hidden: true },
    h('p', { class: 'hint' }, 'What such errors look like:'),
    h('div', { class: 'row' }, ...parts.map((part) => part.element)),
  );
  return {
    element,
    update(scene) {
      const { model, data, epoch } = scene;
      element.hidden = data.rows !== undefined || epoch === 0 || count(data.test) === 0;
      if (element.hidden) return;
      const errors = errorsOf(scene, amount);
      const order = byError(errors);
      const { test } = data;
      [order[0]!, order[order.length >> 1]!, order.at(-1)!].forEach((at, i) => {
        const { name, grid, words } = parts[i]!;
        const made = readValues(() => model.reconstruct(examples(test, model, at, 1)));
        words.textContent = `${name}: ${figure(errors[at]!, 2)}`;
        grid.draw(
          { shape: test.shape, values: Float32Array.of(...valuesOf(test, at), ...made) },
          `${name} error: ${figure(errors[at]!, 2)}`,
        );
      });
    },
  };
}
