export { batches, count, shuffled, split, take, toFlat, toImages } from './dataset.js';
export type { Dataset } from './dataset.js';
export { digits } from './digits.js';
export { fromIdx } from './from-idx.js';
export type { FromIdxOptions } from './from-idx.js';
export { gunzip } from './gzip.js';
export { parseIdx, readIdx, toIdx } from './idx.js';
export type { Idx, IdxData } from './idx.js';
