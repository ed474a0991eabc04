import { epochsControl, seedControl, slider } from '@autoencoders/app-kit/settings';
import { epochsFor } from '@autoencoders/app-kit/defaults';
import type { DataSize } from '@autoencoders/app-kit/defaults';
import type { SettingsOf } from '@autoencoders/app-kit/settings';

/** Epochs on few examples. */
const EPOCHS = 30;

export const controls = {
  codeSize: slider({
    label: 'Code size',
    min: 1,
    max: 64,
    step: 1,
    value: 2,
    unit: 'numbers',
    hint: 'How many numbers the model may use for an example. x is the example, x̂ its reconstruction.',
    formula: 'code = encoder(x), x̂ = decoder(code)',
  }),
  epochs: epochsControl(EPOCHS),
  seed: seedControl(),
};
export type Settings = SettingsOf<typeof controls>;

export const defaultsFor = (size: DataSize): Partial<Settings> => ({ epochs: epochsFor(size, 25, EPOCHS) });
