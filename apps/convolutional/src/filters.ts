import { examples, h, pictureGrid, readValues } from '@autoencoders/app-kit';
import type { App, View } from '@autoencoders/app-kit';
import { leaves } from '@autoencoders/core';
import { layerOutputs } from '@autoencoders/models';
import { mean, transpose } from '@tensorflow/tfjs-core';

const COLUMNS = 8;
const SIDE = 42;
const GAP = 8;

/** The filters of the first layer, and below each its feature map of the chosen picture. */
export function filters(app: Pick<App, 'example'>): View {
  const options = { columns: COLUMNS, rows: 1, size: SIDE, gap: GAP, stretch: true } as const;
  const bands = [0, 1].map((band) => ({
    from: band * COLUMNS,
    filters: pictureGrid({ ...options, palette: 'diverging', label: 'Filters of the first layer' }),
    maps: pictureGrid({ ...options, label: 'Their feature maps' }),
  }));
  return {
    title: 'Filters of the first layer',
    caption:
      'The weights of the 16 filters: red is positive, blue is negative. Below each filter is its feature map of the chosen picture.',
    element: h(
      'div',
      { class: 'bands' },
      ...bands.map(({ filters: own, maps }) => h('div', { class: 'pairs' }, own.element, maps.element)),
    ),
    update(scene) {
      const kernel = Object.values(leaves(scene.model.weights)).find(({ rank }) => rank === 4);
      if (!kernel) return;
      const [height = 3, width = 3] = kernel.shape;
      // [height, width, channels, filters] → [filters, height, width], the mean over the channels of a colour picture.
      const weights = readValues(() => transpose(mean(kernel, 2), [2, 0, 1]));
      const { data, model } = scene;
      const [h1, w1] = [Math.ceil(data.test.shape[0]! / 2), Math.ceil(data.test.shape[1]! / 2)];
      // The maps after the activation, [1, height, width, filters] → [filters, height, width].
      const found = readValues(() =>
        transpose(layerOutputs(model, examples(data.test, model, app.example.index(), 1))[1]!.output, [0, 3, 1, 2]),
      );
      for (const { from, filters: own, maps } of bands) {
        own.draw(
          { shape: [height, width], values: weights.subarray(from * height * width) },
          `Filters ${from + 1} to ${from + COLUMNS} of the first layer, ${height} × ${width} weights each`,
        );
        maps.draw({ shape: [h1, w1], values: found.subarray(from * h1 * w1) }, `Feature maps ${from + 1} to ${from + COLUMNS}`);
      }
    },
  };
}
