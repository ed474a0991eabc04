import { controlsOf, figure, h } from '@autoencoders/app-kit';
import type { ChoiceControl, SliderControl, View } from '@autoencoders/app-kit';
import type { Corruption } from '@autoencoders/core';
import { noises } from './model.js';
import type { Noise } from './model.js';

/** The noise that is put on what the page shows, whatever the model was trained with. */
export interface NoiseShown {
  readonly view: View;
  readonly kind: () => Noise;
  readonly strength: () => number;
  readonly corruption: () => Corruption;
}

/** A choice of the kind of noise. */
export const kindControl = (key: string, label: string, hint?: string): ChoiceControl => ({
  kind: 'choice',
  key,
  label,
  options: [
    ['gaussian', 'Gaussian'],
    ['masking', 'Masking (to black)'],
    ['saltAndPepper', 'Salt and pepper (to black or white)'],
  ],
  value: 'gaussian',
  ...(hint && { hint }),
});

/** How strong it is: for Gaussian noise its standard deviation, for the others the share of pixels. */
export const strengthControl = (key: string, label: string, value: number, hint: string): SliderControl => ({
  kind: 'slider',
  key,
  label,
  min: 0,
  max: 1,
  step: 0.1,
  value,
  show: (at) => figure(at),
  hint,
});

/** `changed` hears of each change. */
export function noiseShown(changed: () => void): NoiseShown {
  const controls = controlsOf(
    [
      kindControl('shown', 'Kind'),
      strengthControl('amount', 'Strength', 0.3, 'A standard deviation for Gaussian noise, else the share of pixels.'),
    ],
    changed,
  );
  const kind = (): Noise => controls.values()['shown'] as Noise;
  const strength = (): number => Number(controls.values()['amount']);
  return {
    view: {
      title: 'Noise shown',
      caption: 'What is put on the pictures below. It needs no new training: try noise that the model has never seen.',
      element: h('div', { class: 'noise-shown' }, controls.element),
      wide: true,
    },
    kind,
    strength,
    corruption: () => noises[kind()](strength()),
  };
}
