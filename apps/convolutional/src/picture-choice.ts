import { className, examples, h, pictureGrid, uniqueId, valuesOf } from '@autoencoders/app-kit';
import type { App, Data, Scene } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { layerOutputs } from './layer-outputs.js';
import type { LayerOutput } from './layer-outputs.js';

const COUNT = 12;

/** Test pictures, one of which is chosen with a click or with the arrow keys. */
export interface PictureChoice {
  readonly element: HTMLElement;
  /** Draws the pictures of a dataset, once. */
  readonly draw: (data: Data) => void;
  /** The outputs of the layers for the chosen picture. */
  readonly outputs: (scene: Scene) => readonly LayerOutput[];
}

export function pictureChoice(app: Pick<App, 'refresh'>): PictureChoice {
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
      const { test } = data;
      if (index >= count(test)) options[(index = 0)]!.input.checked = true;
      options.forEach(({ grid, input, label }, i) => {
        label.hidden = i >= count(test);
        if (label.hidden) return;
        grid.draw({ shape: test.shape, values: valuesOf(test, i) });
        const named = className(test, i);
        input.setAttribute('aria-label', `Test picture ${i + 1}${named === undefined ? '' : `: ${named}`}`);
      });
    },
    outputs({ data, model }) {
      const picture = examples(data.test, model, index, 1);
      const outputs = layerOutputs(model, picture);
      picture.dispose();
      return outputs;
    },
  };
}
