import type { DataType } from '@tensorflow/tfjs-core';

/** How many numbers a tensor has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The bytes of a tensor in the heap. */
export const bytesOf = (shape: readonly number[], dtype: DataType): number => sizeOf(shape) * (dtype === 'bool' ? 1 : 4);
