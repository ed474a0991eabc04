import { concat } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { examples, numbers } from '../app.js';
import type { Scene, View } from '../app.js';
import { h } from '../dom.js';
import { figure } from '../format.js';
import { pictureGrid } from '../pictures.js';

const COUNT = 10;

/** Test examples above what the model makes of them; with a corruption, what it gets to see stands between. */
export function reconstructions(corrupt?: (scene: Scene) => Corruption | undefined): View {
  const grid = pictureGrid({ columns: COUNT, rows: corrupt ? 3 : 2, size: 56, label: 'Test examples and their reconstructions' });
  const error = h('p', { class: 'figures' });
  const rows = corrupt ? ['original', 'what the model sees', 'reconstruction'] : ['original', 'reconstruction'];
  return {
    title: 'Reconstructions',
    caption: `From top to bottom: ${rows.join(', ')}. These examples are not among those it learns from.`,
    element: h('div', {}, grid.element, error),
    update(scene) {
      const { model, data } = scene;
      const noise = corrupt?.(scene);
      const values = numbers(() => {
        const x = examples(data.test, model, 0, COUNT);
        const seen = noise ? noise(x, seeded(1)) : x;
        return concat([x, ...(corrupt ? [seen] : []), model.reconstruct(seen)]);
      });
      const size = data.test.shape.reduce((a, b) => a * b, 1);
      const first = values.subarray(0, COUNT * size);
      const last = values.subarray(values.length - COUNT * size);
      const mean = first.reduce((sum, value, i) => sum + (value - last[i]!) ** 2, 0) / COUNT;
      grid.draw(
        { shape: data.test.shape, values },
        `${COUNT} test examples and their reconstructions, with a squared error of ${figure(mean)} on average`,
      );
      error.textContent = `Squared error of these ${COUNT}: ${figure(mean)} on average`;
    },
  };
}
