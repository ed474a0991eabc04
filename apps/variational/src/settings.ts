import { epochsControl, seedControl, slider } from '@autoencoders/app-kit/settings';
import { epochsFor } from '@autoencoders/app-kit/defaults';
import type { DataSize } from '@autoencoders/app-kit/defaults';
import type { SettingsOf } from '@autoencoders/app-kit/settings';

/** Epochs on few examples. */
const EPOCHS = 50;

export const controls = {
  latents: slider({
    label: 'Latents',
    min: 2,
    max: 32,
    step: 1,
    value: 2,
    hint: 'How many numbers a code has. The model may leave some of them unused.',
  }),
  beta: slider({
    label: 'KL weight β',
    min: 0,
    max: 8,
    step: 0.25,
    value: 1,
    hint: 'How much it costs when codes differ from the prior. 1 is the usual VAE. 0 is a plain autoencoder with some noise in its codes.',
    formula: 'loss = −ln p(x | z) + β · KL(q(z | x) ‖ N(0, I))',
  }),
  warmUp: slider({
    label: 'Warm-up of β',
    min: 0,
    max: 30,
    step: 1,
    value: 0,
    unit: 'epochs',
    hint: 'β starts at 0 and reaches its value after this many epochs.',
  }),
  epochs: epochsControl(EPOCHS),
  seed: seedControl(),
};
export type Settings = SettingsOf<typeof controls>;

export const defaultsFor = (size: DataSize): Partial<Settings> => ({ epochs: epochsFor(size, 30, EPOCHS) });
