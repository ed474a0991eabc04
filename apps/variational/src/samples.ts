import { button, h, numbers, pictureGrid, uniqueId } from '@autoencoders/app-kit';
import type { App, View } from '@autoencoders/app-kit';

const COLUMNS = 8;
const ROWS = 6;

/** Codes drawn from the prior, decoded: examples that were never there. */
export function samples(app: App): View {
  const label = 'Examples that the model has made up';
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
    caption: 'Made up by the model: codes drawn from the prior N(0, I), decoded. The same seed draws the same codes.',
    element: h('div', { class: 'bands' }, grid.element, h('div', { class: 'buttons' }, again, h('label', { for: id }, 'Seed'), seed)),
    update({ model, data }) {
      const values = numbers(() => model.sample!(COLUMNS * ROWS, { seed: seedOf(seed.value) }));
      grid.draw({ shape: data.test.shape, values }, `${COLUMNS * ROWS} ${label.toLowerCase()}, with seed ${seedOf(seed.value)}`);
    },
  };
}

/** What was typed, as a seed. */
const seedOf = (text: string): number => Math.min(999_999, Math.max(0, Math.floor(Number(text)) || 0));
