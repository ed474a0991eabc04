import { concat } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import { examples, numbers } from '../app.js';
import type { Scene, View } from '../app.js';
import { h } from '../dom.js';
import { figure } from '../format.js';
import { pictureGrid } from '../pictures.js';
import { sizeOf } from '../sizes.js';

const COLUMNS = 10;
const COUNT = 2 * COLUMNS;

/** Test examples above what the model makes of them; with a corruption, what it gets to see stands between. */
export function reconstructions(corrupt?: (scene: Scene) => Corruption | undefined): View {
  const grids = [0, 1].map(() =>
    pictureGrid({ columns: COLUMNS, rows: corrupt ? 3 : 2, size: 56, label: 'Test examples and their reconstructions' }),
  );
  const error = h('p', { class: 'figures' });
  const rows = corrupt ? ['original', 'what the model sees', 'reconstruction'] : ['original', 'reconstruction'];
  return {
    title: 'Reconstructions',
    caption: `From top to bottom: ${rows.join(', ')}. These examples are not among those it learns from.`,
    element: h('div', { class: 'bands' }, ...grids.map(({ element }) => element), error),
    update(scene) {
      const { model, data } = scene;
      const noise = corrupt?.(scene);
      const values = numbers(() => {
        const x = examples(data.test, model, 0, COUNT);
        const seen = noise ? noise(x, seeded(1)) : x;
        return concat([x, ...(corrupt ? [seen] : []), model.reconstruct(seen)]);
      });
      const size = sizeOf(data.test.shape);
      const shown = Math.min(COUNT, count(data.test));
      const first = values.subarray(0, shown * size);
      const last = values.subarray(values.length - shown * size);
      const mean = first.reduce((sum, value, i) => sum + (value - last[i]!) ** 2, 0) / shown;
      grids.forEach((grid, band) => {
        const band0 = band * COLUMNS;
        const kinds = Array.from({ length: corrupt ? 3 : 2 }, (_, kind) => kind * shown + band0);
        const width = Math.max(0, Math.min(COLUMNS, shown - band0));
        const empty = new Float32Array((COLUMNS - width) * size).fill(NaN);
        grid.draw(
          { shape: data.test.shape, values: kinds.flatMap((from) => [...values.subarray(from * size, (from + width) * size), ...empty]) },
          `${width} test examples and their reconstructions, with a squared error of ${figure(mean)} on average`,
        );
        grid.element.hidden = width === 0;
      });
      const seen = values.subarray(values.length - 2 * shown * size);
      const spoilt = first.reduce((sum, value, i) => sum + (value - seen[i]!) ** 2, 0) / shown;
      error.textContent = corrupt
        ? `Squared error of these ${shown}: ${figure(spoilt)} as seen, ${figure(mean)} reconstructed`
        : `Squared error of these ${shown}: ${figure(mean)} on average`;
    },
  };
}
