import { concat } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Scene, View } from '../definition.js';
import { h } from '../dom.js';
import { examples, readValues, squaredError, valuesOf } from '../examples.js';
import { figure } from '../format.js';
import { sizeOf } from '../measures.js';
import { pictureGrid } from '../picture-grid.js';
import { rowTable } from '../row-table.js';
import { errorScale } from './error-scale.js';

const COLUMNS = 10;
const BANDS = 2;
/** How many rows of a table are shown. */
const SHOWN_ROWS = 8;

/** Test examples above their reconstructions; with a corruption, the corrupted examples stand between. */
export function reconstructions(corrupt?: () => Corruption): View {
  const rows = corrupt ? ['original', 'what the model sees', 'reconstruction'] : ['original', 'reconstruction'];
  const bands = Array.from({ length: BANDS }, () =>
    pictureGrid({ columns: COLUMNS, rows: rows.length, size: 56, label: 'Test examples and their reconstructions' }),
  );
  const error = h('p', { class: 'figures' });
  // With noise, there are two errors.
  const scale = corrupt ? undefined : errorScale(BANDS * COLUMNS);
  const written = h('div', {});
  return {
    title: 'Reconstructions',
    caption: `From top to bottom: ${rows.join(', ')}. The model does not learn from these examples.`,
    forRows: {
      wide: true,
      title: 'Rows and their reconstructions',
      caption: `Test rows in their own units and words. From top to bottom: ${rows.join(', ')}. The model does not learn from these rows. Words that differ from the original stand out.`,
    },
    element: h('div', { class: 'bands' }, ...bands.map(({ element }) => element), written, error, ...(scale ? [scale.element] : [])),
    update(scene) {
      scale?.update(scene);
      const { shape, mask } = scene.data.test;
      const { rows: text } = scene.data;
      const shown = Math.min(BANDS * COLUMNS, count(scene.data.test));
      const kinds = rowsOf(scene, shown, corrupt?.());
      const [original, seen, rebuilt] = [kinds[0]!, kinds.at(-2)!, kinds.at(-1)!];
      const mean = (y: Float32Array): string => figure(squaredError(original, y) / shown);
      bands.forEach(({ element, draw }, band) => {
        const from = band * COLUMNS;
        const width = Math.max(0, Math.min(COLUMNS, shown - from));
        const empty = new Float32Array((COLUMNS - width) * sizeOf(shape)).fill(NaN);
        const values = kinds.flatMap((kind) => [...valuesOf({ values: kind, shape }, from, width), ...empty]);
        draw({ shape, values }, `${width} test examples and their reconstructions, with a squared error of ${mean(rebuilt)} on average`);
        element.hidden = width === 0 || text !== undefined;
      });
      const cells = text ? kinds.map((kind, i) => text.cells(kind, i === 0 ? mask : undefined)) : [];
      const group = (r: number) => rows.map((name, i) => ({ name, cells: cells[i]![r]! }));
      const groups = text ? Array.from({ length: Math.min(SHOWN_ROWS, shown) }, (_, r) => group(r)) : [];
      written.replaceChildren(...(text ? [rowTable(text, groups)] : []));
      error.textContent = corrupt
        ? `Squared error of these ${shown}, on average: ${mean(seen)} as the model sees them, ${mean(rebuilt)} reconstructed`
        : `Squared error of these ${shown}, on average: ${mean(rebuilt)}`;
    },
  };
}

/** The values of the first test examples, of the corrupted ones where there is a corruption, and of the reconstructions. */
function rowsOf({ model, data }: Scene, shown: number, corrupt: Corruption | undefined): readonly Float32Array[] {
  const values = readValues(() => {
    const x = examples(data.test, model, 0, shown);
    const seen = corrupt ? corrupt(x, seeded(1)) : x;
    return concat([x, ...(corrupt ? [seen] : []), model.reconstruct(seen)] as Tensor[]);
  });
  const rows = corrupt ? 3 : 2;
  return Array.from({ length: rows }, (_, row) => valuesOf({ values, shape: data.test.shape }, row * shown, shown));
}
