import { epochsControl, slider } from '@autoencoders/app-kit';
import type { SettingsOf } from '@autoencoders/app-kit';

export const controls = {
  codeSize: slider({
    label: 'Code size',
    min: 1,
    max: 32,
    step: 1,
    value: 8,
    unit: 'numbers',
    hint: 'How many numbers both models may use for a picture.',
  }),
  epochs: epochsControl(30, { hint: 'How often each model sees every picture.' }),
};
export type Settings = SettingsOf<typeof controls>;
