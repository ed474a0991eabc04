import type { AnyModel } from '@autoencoders/app-kit';
import type { Results } from './results.js';

/** How many test pictures are shown side by side. */
export const SHOWN = 10;

/** What comes with the page's model: how the dense model beside it did. */
export interface Shipped {
  model?: AnyModel;
  results?: Results;
}
