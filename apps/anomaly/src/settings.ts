import { choice, defaultsOf, slider } from '@autoencoders/app-kit/parts';
import type { SettingsOf } from '@autoencoders/app-kit/parts';
import type { Settings } from './findings.js';

export const controls = {
  reading: choice({
    label: 'Read the table as',
    value: 'auto',
    options: [
      ['auto', 'Rows or a series'],
      ['rows', 'Rows'],
      ['series', 'A series'],
    ],
    hint: 'The first choice looks at the table: with a column of rising times it is a series, else it is rows.',
  }),
  trim: choice({
    label: 'Odd rows among the usual ones',
    value: 0,
    options: [
      [0, 'None'],
      [0.01, 'Up to 1 %'],
      [0.05, 'Up to 5 %'],
      [0.1, 'Up to 10 %'],
    ],
    hint: 'For rows. If the data to learn from hold some odd rows, it trains twice, and leaves out the oddest the second time.',
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

/** The settings at the start, with which the detectors that come with the page were trained. */
export const defaults = defaultsOf(controls as never) as Settings;
