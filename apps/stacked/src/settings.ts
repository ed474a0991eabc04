import { choice, epochsControl, seedControl, slider } from '@autoencoders/app-kit/settings';
import { epochsFor } from '@autoencoders/app-kit/defaults';
import type { DataSize } from '@autoencoders/app-kit/defaults';
import type { SettingsOf } from '@autoencoders/app-kit/settings';

/** Epochs per level on few examples. */
const EPOCHS = 20;

export const controls = {
  kind: choice({
    label: 'Pre-training',
    options: [
      ['denoising', 'Denoising: fill in gaps'],
      ['sparse', 'Sparse: few units active at a time'],
      ['plain', 'Plain: reconstruct the input'],
    ],
    value: 'denoising',
    hint: 'What each level learns to do, before any labels. Denoising helps most.',
  }),
  units: choice({
    label: 'Units of the levels',
    options: [
      ['64-32-16', '64, 32, 16'],
      ['100-100-100', '100, 100, 100'],
      ['200-100-50', '200, 100, 50'],
      ['500-250-100', '500, 250, 100 (for MNIST)'],
      ['500-500-500', '500, 500, 500 (for MNIST)'],
    ],
    value: '100-100-100',
  }),
  epochs: epochsControl(EPOCHS, {
    label: 'Epochs per level',
    max: 50,
    // All levels are trained anew.
    live: false,
    hint: 'How often each level sees every example, without labels.',
  }),
  labels: slider({
    label: 'Labels',
    min: 20,
    max: 1000,
    step: 10,
    value: 50,
    unit: 'examples',
    live: true,
    hint: 'How many examples with their class the classifiers may learn from.',
  }),
  seed: seedControl(),
};
export type Settings = SettingsOf<typeof controls>;

export const defaultsFor = (size: DataSize): Partial<Settings> => ({
  epochs: epochsFor(size, 8, EPOCHS),
  // Pictures of many pixels need more labels: 100 for MNIST, 50 for the digits.
  labels: size.features > 256 ? 100 : 50,
});

/** The number of units of each level. */
export const unitsOf = ({ units }: Settings): readonly number[] => units.split('-').map(Number);
