import { h, pictureGrid } from '@autoencoders/app-kit';
import type { View } from '@autoencoders/app-kit';
import type { LayerOutput } from './layer-outputs.js';
import type { PictureChoice } from './picture-choice.js';

const COLUMNS = 4;
const SIDE = 30;

/** The places in the model that are shown, in the order of a forward pass, with their number of maps. */
const places = [
  { name: 'Picture', maps: 1 },
  { name: 'Convolution 1', maps: 16 },
  { name: 'Convolution 2', maps: 32 },
  { name: 'Code', maps: 32 },
  { name: 'Decoder', maps: 32 },
  { name: 'Transposed 1', maps: 16 },
  { name: 'Transposed 2', maps: 1 },
] as const;

/** The outputs of all layers for one picture. */
export function featureMaps(choice: PictureChoice): View {
  const columns = places.map(({ name, maps }) => {
    const sizes = maps === 1 ? { columns: 1, rows: 1, size: 72 } : { columns: COLUMNS, rows: maps / COLUMNS, size: SIDE };
    // All numbers of the code share one scale, and so do the pixels of the pictures. Each feature map has its own.
    const look = name === 'Code' ? ({ palette: 'diverging' } as const) : { stretch: maps > 1 };
    const grid = pictureGrid({ ...sizes, ...look, label: name });
    const size = h('span', {}, '–');
    return { name, grid, size, element: h('div', { class: 'stage-column' }, h('h3', {}, name), size, grid.element) };
  });
  return {
    title: 'Feature maps',
    caption:
      'The output of each layer for one picture. Each small square is the feature map of one kernel: bright where the kernel finds its pattern. Every map has its own scale. In the code, red numbers are above 0, blue ones below.',
    element: h('div', { class: 'bands' }, choice.element, h('div', { class: 'stages' }, ...columns.map(({ element }) => element))),
    wide: true,
    update(scene) {
      choice.draw(scene.data);
      const outputs = choice.outputs(scene);
      columns.forEach(({ name, grid, size }, i) => {
        const output = outputs[i];
        if (!output) return;
        size.textContent = output.shape.length === 1 ? `${output.shape[0]} numbers` : output.shape.join(' × ');
        grid.draw(name === 'Code' ? squares(output) : pictures(output), `${name}, ${size.textContent}`);
      });
    },
  };
}

/** Each map as a picture of one channel. */
const pictures = ({ shape: [height = 1, width = 1], values }: LayerOutput) => ({ shape: [height, width, 1], values });

/** Each number as a picture of one pixel, all on one scale. */
function squares({ values }: LayerOutput) {
  const most = Math.max(1e-9, ...values.map(Math.abs));
  return { shape: [1, 1], values: values.map((value) => value / most) };
}
