import { epochsControl, seedControl, slider } from '@autoencoders/app-kit/settings';
import { epochsFor } from '@autoencoders/app-kit/defaults';
import type { DataSize } from '@autoencoders/app-kit/defaults';
import type { SettingsOf } from '@autoencoders/app-kit/settings';

/** Epochs on few examples. */
const EPOCHS = 100;

export const controls = {
  codeSize: slider({
    label: 'Code size',
    min: 1,
    max: 32,
    step: 1,
    value: 32,
    unit: 'numbers',
    hint: 'How many numbers each model may use for a picture.',
  }),
  epochs: epochsControl(EPOCHS, { hint: 'How often each model sees every picture.' }),
  seed: seedControl(),
};
export type Settings = SettingsOf<typeof controls>;

export const defaultsFor = (size: DataSize): Partial<Settings> => ({
  epochs: epochsFor(size, 10, EPOCHS),
  // With so large a code, pictures of 28×28 or 8×8 pixels show what neighbours are worth.
  codeSize: size.features > 256 ? 16 : 32,
});
