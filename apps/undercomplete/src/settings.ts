import { epochsControl, slider } from '@autoencoders/app-kit';
import type { SettingsOf } from '@autoencoders/app-kit';

export const controls = {
  codeSize: slider({
    label: 'Code size',
    min: 1,
    max: 64,
    step: 1,
    value: 2,
    unit: 'numbers',
    hint: 'How many numbers the model may use for an example.',
    formula: 'code = encoder(x), x̂ = decoder(code)',
  }),
  epochs: epochsControl(30),
};
export type Settings = SettingsOf<typeof controls>;
