import { controlPanel, h } from '@autoencoders/app-kit';
import type { View } from '@autoencoders/app-kit';
import type { Corruption } from '@autoencoders/core';
import { noises } from './model.js';
import type { Noise } from './model.js';
import { kindControl, strengthControl } from './noise-controls.js';

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
      title: 'Noise of the pictures',
      caption: 'The noise on all pictures of this page. It needs no new training, so you can try noise that the model has never seen.',
      forRows: {
        title: 'Noise of the rows',
        caption: 'The noise on all rows of this page. It needs no new training, so you can try noise that the model has never seen.',
      },
      element: h('div', { class: 'noise-shown' }, panel.element),
      wide: true,
    },
    kind: () => values().kind,
    strength: () => values().strength,
    corruption: () => noises[values().kind](values().strength),
  };
}
