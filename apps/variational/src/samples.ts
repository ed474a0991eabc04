import { button, h, pictureGrid, readValues, uniqueId } from '@autoencoders/app-kit';
import type { App, View } from '@autoencoders/app-kit';

const COLUMNS = 8;
const ROWS = 6;

/** Samples: codes drawn from the prior, decoded. */
export function samples(app: Pick<App, 'refresh'>): View {
  const label = 'Samples of the model';
  const grid = pictureGrid({ columns: COLUMNS, rows: ROWS, size: 48, label });
  const id = uniqueId('seed');
  const seed = h('input', { id, type: 'number', min: '0', max: '999999', step: '1', value: '1', oninput: app.refresh });
  seed.addEventListener('change', () => (seed.value = String(seedOf(seed.value))));
  const again = button('Sample again', () => {
    seed.value = String((seedOf(seed.value) + 1) % 1_000_000);
    app.refresh();
  });
  return {
    title: 'Samples',
    caption: 'Pictures that nobody drew: random codes from the prior, decoded. The same seed gives the same codes.',
    forRows: {
      wide: true,
      caption: 'New rows: codes drawn at random from the prior N(0, I), then decoded. The same seed gives the same codes.',
    },
    element: h(
      'div',
      { class: 'bands' },
      grid.element,
      h('div', { class: 'buttons' }, again, h('label', { for: id }, 'Seed of the samples'), seed),
    ),
    update({ model, data }) {
      const values = readValues(() => model.sample!(COLUMNS * ROWS, { seed: seedOf(seed.value) }));
      grid.draw(
        { shape: data.test.shape, values, rows: data.rows },
        `${COLUMNS * ROWS} ${label.toLowerCase()}, with seed ${seedOf(seed.value)}`,
      );
    },
  };
}

/** A seed from the text of the field. */
const seedOf = (text: string): number => Math.min(999_999, Math.max(0, Math.floor(Number(text)) || 0));
