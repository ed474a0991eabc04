import { examples, h, pictureGrid, uniqueId, sizeOf } from '@autoencoders/app-kit';
import type { App, Data, Scene } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { stagesOf } from './stages.js';
import type { Stage } from './stages.js';

const COUNT = 12;

/** Test pictures of which one is chosen, by a click or the arrow keys. */
export interface Picker {
  readonly element: HTMLElement;
  /** Draws the pictures of a dataset that it has not drawn yet. */
  readonly draw: (data: Data) => void;
  /** What the model makes of the chosen picture. */
  readonly stages: (scene: Scene) => readonly Stage[];
}

export function picker(app: App): Picker {
  let index = 0;
  let drawn: Data | undefined;
  const name = uniqueId('picture');
  const options = Array.from({ length: COUNT }, (_, i) => {
    const grid = pictureGrid({ columns: 1, rows: 1, size: 44, label: '' });
    grid.element.setAttribute('aria-hidden', 'true');
    const input = h('input', {
      type: 'radio',
      name,
      checked: i === 0,
      onchange() {
        index = i;
        app.refresh();
      },
    });
    return { grid, input, label: h('label', {}, input, grid.element) };
  });
  return {
    element: h('fieldset', { class: 'choice' }, h('legend', {}, 'Test picture'), ...options.map(({ label }) => label)),
    draw(data) {
      if (data === drawn) return;
      drawn = data;
      const { shape, values, labels, classes } = data.test;
      const size = sizeOf(shape);
      if (index >= count(data.test)) options[(index = 0)]!.input.checked = true;
      options.forEach(({ grid, input, label }, i) => {
        label.hidden = i >= count(data.test);
        grid.draw({ shape, values: values.subarray(i * size, (i + 1) * size) });
        input.setAttribute('aria-label', `Test picture ${i + 1}${labels ? `: ${classes?.[labels[i]!] ?? labels[i]}` : ''}`);
      });
    },
    stages({ data, model }) {
      const picture = examples(data.test, model, index, 1);
      const stages = stagesOf(model, picture);
      picture.dispose();
      return stages;
    },
  };
}
