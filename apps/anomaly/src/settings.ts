import { choice, slider } from '@autoencoders/app-kit/parts';
import type { SettingsOf } from '@autoencoders/app-kit/parts';

export const controls = {
  reading: choice({
    label: 'Read the table as',
    value: 'auto',
    options: [
      ['auto', 'Rows or a series'],
      ['rows', 'Rows'],
      ['series', 'A series'],
    ],
    hint: 'The first choice reads a table with a column of rising times as a series, and each other table as rows.',
  }),
  trim: choice({
    label: 'Odd rows in what it learns from',
    value: 0,
    options: [
      [0, 'None'],
      [0.01, 'Up to 1 %'],
      [0.05, 'Up to 5 %'],
      [0.1, 'Up to 10 %'],
    ],
    hint: 'For rows. It trains twice: the oddest rows of the first training are left out of the second.',
  }),
  usual: slider({
    label: 'Usual beginning',
    min: 0.2,
    max: 0.9,
    step: 0.05,
    value: 0.5,
    show: (share) => `${Math.round(100 * share)} %`,
    hint: 'For a series. It learns from this part, and looks at the rest.',
  }),
};
export type PageSettings = SettingsOf<typeof controls>;
