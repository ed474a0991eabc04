import { choice, controlPanel, figure, h, slider } from '@autoencoders/app-kit';
import type { Choice, Slider, View } from '@autoencoders/app-kit';
import type { Corruption } from '@autoencoders/core';
import { noises } from './model.js';
import type { Noise } from './model.js';

const STRENGTH = 'The standard deviation of Gaussian noise. For the others, the share of the numbers that change.';

/** A choice of the kind of noise. */
export const kindControl = (label: string, hint?: string): Choice<Noise> =>
  choice({
    label,
    options: [
      ['gaussian', 'Gaussian'],
      ['masking', 'Masking (to 0, black)'],
      ['saltAndPepper', 'Salt and pepper (to 0 or 1, black or white)'],
    ],
    value: 'gaussian',
    ...(hint && { hint }),
  });

/** The strength of noise: its standard deviation, or the share of the numbers. */
export const strengthControl = (label: string, value: number, more: string = ''): Slider =>
  slider({ label, min: 0, max: 1, step: 0.1, value, show: (at) => figure(at), hint: `${STRENGTH}${more}` });

/** The noise on what the page shows, whatever noise the model was trained with. */
export interface ShownNoise {
  readonly view: View;
  readonly kind: () => Noise;
  readonly strength: () => number;
  readonly corruption: () => Corruption;
}

/** Calls `changed` after each change. */
export function shownNoise(changed: () => void): ShownNoise {
  const panel = controlPanel<{ readonly kind: Noise; readonly strength: number }>(
    { kind: kindControl('Kind'), strength: strengthControl('Strength', 0.3) },
    changed,
  );
  const { values } = panel;
  return {
    view: {
      title: 'Noise of the pictures below',
      caption: 'The noise on all pictures below. It needs no new training, so you can try noise that the model has never seen.',
      forRows: {
        title: 'Noise of the rows below',
        caption: 'The noise on all rows below. It needs no new training, so you can try noise that the model has never seen.',
      },
      element: h('div', { class: 'noise-shown' }, panel.element),
      wide: true,
    },
    kind: () => values().kind,
    strength: () => values().strength,
    corruption: () => noises[values().kind](values().strength),
  };
}
