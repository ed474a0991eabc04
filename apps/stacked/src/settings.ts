import { choice, epochsControl, slider } from '@autoencoders/app-kit';
import type { SettingsOf } from '@autoencoders/app-kit';

export const controls = {
  kind: choice({
    label: 'Pre-training',
    options: [
      ['denoising', 'Denoising: fill in what is missing'],
      ['sparse', 'Sparse: few units active at a time'],
      ['plain', 'Plain: reconstruct the input'],
    ],
    value: 'denoising',
    hint: 'What each level learns to do. Denoising helps most on the digits, sparse on MNIST.',
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
  epochs: epochsControl(20, { label: 'Epochs per level', max: 50, hint: 'How often each level sees every example, without labels.' }),
  labels: slider({
    label: 'Labels',
    min: 20,
    max: 1000,
    step: 10,
    value: 50,
    unit: 'examples',
    live: true,
    hint: 'How many labelled examples the next fine-tuning uses.',
  }),
};
export type Settings = SettingsOf<typeof controls>;

/** The number of units of each level. */
export const unitsOf = ({ units }: Settings): readonly number[] => units.split('-').map(Number);
