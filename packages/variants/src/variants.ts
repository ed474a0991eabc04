import { convolutional } from './convolutional.js';
import { denoising } from './denoising.js';
import { sparse } from './sparse.js';
import { topK } from './top-k.js';
import { undercomplete } from './undercomplete.js';
import type { Variant } from './variant.js';
import { variational } from './variational.js';

/** The six variants of this package. */
export const variants: readonly Variant[] = [undercomplete, sparse, topK, convolutional, denoising, variational];
