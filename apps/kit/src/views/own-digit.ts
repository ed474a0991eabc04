import type { App, View } from '../definition.js';
import { later } from './later.js';

/** A canvas, or a photo: what the model makes of the reader's own digit, and where its code lands. */
export const ownDigit = <S>(app: App<S>): View<S> => ({
  title: 'Draw a digit',
  caption: 'The model has never seen your digit. See what it makes of it, and where its code lands among those of the test examples.',
  forRows: false,
  wide: true,
  ...later(app, async () => (await import('./own-digit-drawing.js')).ownDigitDrawing(app)),
});
