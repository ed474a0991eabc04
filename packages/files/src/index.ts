export { fromNpy } from './from-npy.js';
export type { FromNpyOptions } from './from-npy.js';
export { parseNpy, toNpy } from './npy.js';
export type { NpyArray } from './npy.js';
export type { NpyData } from './npy-types.js';
export { parseNpz, toNpz } from './npz.js';
