import { h, pictureGrid } from '@autoencoders/app-kit';
import type { View } from '@autoencoders/app-kit';
import type { Picker } from './picker.js';
import type { Stage } from './stages.js';

const COLUMNS = 4;
const SIDE = 30;

/** From left to right, the way that a picture goes; so many maps there are. */
const places = [
  { name: 'Picture', maps: 1 },
  { name: 'Convolution 1', maps: 16 },
  { name: 'Convolution 2', maps: 32 },
  { name: 'Code', maps: 32 },
  { name: 'Decoder', maps: 32 },
  { name: 'Transposed 1', maps: 16 },
  { name: 'Transposed 2', maps: 1 },
] as const;

/** All that one picture becomes on its way through the model. */
export function featureMaps(pick: Picker): View {
  const columns = places.map(({ name, maps }) => {
    const sizes = maps === 1 ? { columns: 1, rows: 1, size: 72 } : { columns: COLUMNS, rows: maps / COLUMNS, size: SIDE };
    // The numbers of a code are of one scale, and so are the pixels of pictures.
    const look = name === 'Code' ? ({ palette: 'diverging' } as const) : { stretch: maps > 1 };
    const grid = pictureGrid({ ...sizes, ...look, label: name });
    const size = h('span', {}, '–');
    return { name, grid, size, element: h('div', { class: 'stage-column' }, h('h3', {}, name), size, grid.element) };
  });
  return {
    title: 'Feature maps',
    caption:
      'What the layers make of one picture. Each small square is what one kernel finds, brighter where it finds more, on a scale of its own. In the code, red is above 0 and blue below.',
    element: h('div', { class: 'bands' }, pick.element, h('div', { class: 'stages' }, ...columns.map(({ element }) => element))),
    wide: true,
    update(scene) {
      pick.draw(scene.data);
      const stages = pick.stages(scene);
      columns.forEach(({ name, grid, size }, i) => {
        const stage = stages[i];
        if (!stage) return;
        size.textContent = stage.shape.length === 1 ? `${stage.shape[0]} numbers` : stage.shape.join(' × ');
        grid.draw(name === 'Code' ? squares(stage) : pictures(stage), `${name}, ${size.textContent}`);
      });
    },
  };
}

/** Maps as pictures of one channel; what goes in and comes out stays as it is. */
const pictures = ({ shape: [height = 1, width = 1], values }: Stage) => ({ shape: [height, width, 1], values });

/** Numbers as pictures of one pixel, all on one scale. */
function squares({ values }: Stage) {
  const most = Math.max(1e-9, ...values.map(Math.abs));
  return { shape: [1, 1], values: values.map((value) => value / most) };
}
