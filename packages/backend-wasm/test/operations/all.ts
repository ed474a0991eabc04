import { convolutions } from './convolutions.js';
import { elementwise } from './elementwise.js';
import { images } from './images.js';
import type { Operations } from './random.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';

/** Operations on random inputs of every type. */
export const operations: Operations = { ...elementwise, ...reductions, ...shapes, ...convolutions, ...images };
