import { epochsControl, seedControl, slider } from '@autoencoders/app-kit/settings';
import { epochsFor } from '@autoencoders/app-kit/defaults';
import type { DataSize } from '@autoencoders/app-kit/defaults';
import type { SettingsOf } from '@autoencoders/app-kit/settings';
import { kindControl, strengthControl } from './noise-controls.js';

/** Epochs on few examples. */
const EPOCHS = 40;

export const controls = {
  noise: kindControl('Noise in training', 'What spoils the examples. The noise is new each time the model sees them.'),
  strength: strengthControl('Strength in training', 0.4, ' With 0, there is no noise: a plain autoencoder.'),
  codeSize: slider({
    label: 'Code size',
    min: 4,
    max: 128,
    step: 4,
    value: 32,
    unit: 'numbers',
    hint: 'It need not be small: the noise already keeps the model from copying.',
  }),
  epochs: epochsControl(EPOCHS),
  seed: seedControl(),
};
export type Settings = SettingsOf<typeof controls>;

export const defaultsFor = (size: DataSize): Partial<Settings> => ({ epochs: epochsFor(size, 20, EPOCHS) });
