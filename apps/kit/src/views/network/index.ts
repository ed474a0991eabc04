import type { Corruption } from '@autoencoders/core';
import type { App, View } from '../../definition.js';
import { later } from '../later.js';

export interface NetworkOptions<S> {
  /** The noise on what the model reads (default: none). */
  readonly corrupt?: () => Corruption;
  /** Units of the code fire above this activation (default: none is said to fire). */
  readonly threshold?: (settings: S) => number;
}

/** The network, through which one example flows: what each layer makes of it, and what the chosen layer does. */
export function network<S>(app: App<S>, options: NetworkOptions<S> = {}): View<S> {
  const caption = (thing: string): string =>
    `One ${thing} flows through the model from left to right. The encoder makes the code of it, and the decoder makes the reconstruction of the code. Red numbers are above 0, blue ones below. In pictures of feature maps, brighter is larger. Click a layer to see what it does.`;
  return {
    title: 'The network',
    caption: caption('picture'),
    forRows: { caption: caption('row') },
    wide: true,
    ...later(app, async () => (await import('./drawing.js')).networkDrawing(app, options)),
  };
}
