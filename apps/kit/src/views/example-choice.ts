import { count } from '@autoencoders/datasets';
import type { Data } from '../data/index.js';
import type { App } from '../definition.js';
import { h, uniqueId } from '../dom.js';
import { className, valuesOf } from '../examples.js';
import { fadingEdges } from '../fading-edges.js';
import { pictureGrid } from '../picture-grid.js';

/** How many test examples there are to choose from. */
const COUNT = 16;

/** The test example that is chosen on a page. All views that show one example share it. */
export interface ChosenExample {
  readonly index: () => number;
  /** Chooses an example, and draws all views again. */
  readonly choose: (index: number) => void;
  /** Test examples to choose from, for a view; `draw` shows those of the data. */
  readonly picker: () => { readonly element: HTMLElement; readonly draw: (data: Data) => void };
}

export function chosenExample(app: Pick<App, 'refresh'>, first: number = 0): ChosenExample {
  let index = first;
  const choose = (next: number): void => {
    if (next === index) return;
    index = next;
    app.refresh();
  };
  return {
    index: () => index,
    choose,
    picker: () => examplePicker(() => index, choose),
  };
}

function examplePicker(index: () => number, choose: (index: number) => void): ReturnType<ChosenExample['picker']> {
  const name = uniqueId('example');
  let drawn: Data | undefined;
  const options = Array.from({ length: COUNT }, (_, i) => {
    const grid = pictureGrid({ columns: 1, rows: 1, size: 38, label: '' });
    grid.element.setAttribute('aria-hidden', 'true');
    const chip = h('span', { class: 'chip', 'aria-hidden': true }, String(i + 1));
    const input = h('input', { type: 'radio', name, onchange: () => choose(i) });
    return { grid, chip, input, label: h('label', {}, input, grid.element, chip) };
  });
  const legend = h('legend', {}, 'Choose a test example');
  return {
    element: h(
      'fieldset',
      { class: 'choice' },
      legend,
      fadingEdges(h('div', { class: 'choice-row' }, ...options.map(({ label }) => label))),
    ),
    draw(data) {
      const { test } = data;
      if (index() >= count(test)) choose(0);
      options.forEach(({ input }, i) => (input.checked = i === index()));
      if (data === drawn) return;
      drawn = data;
      options.forEach(({ grid, chip, input, label }, i) => {
        label.hidden = i >= count(test);
        if (label.hidden) return;
        chip.hidden = data.rows === undefined;
        grid.element.hidden = !chip.hidden;
        if (!data.rows) grid.draw({ shape: test.shape, values: valuesOf(test, i) });
        const named = className(test, i);
        input.setAttribute('aria-label', `Test example ${i + 1}${named === undefined ? '' : `: ${named}`}`);
      });
    },
  };
}
