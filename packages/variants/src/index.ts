import { convolutional } from './convolutional.js';
import { denoising } from './denoising.js';
import { sparse } from './sparse.js';
import { topK } from './top-k.js';
import { undercomplete } from './undercomplete.js';
import type { Variant } from './variant.js';
import { variational } from './variational.js';

/** All variants. */
export const variants: readonly Variant[] = [undercomplete, sparse, topK, convolutional, denoising, variational];

export { convolutional, denoising, sparse, topK, undercomplete, variational };
export { sigmoidStack } from './sigmoid-stack.js';
export { featuresOf } from './variant.js';
export type { Settings, Variant } from './variant.js';
