import { zeros } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

/** One image of one channel from its rows, and back. */
export const image = (rows: readonly (readonly number[])[]): number[][][][] => [rows.map((row) => row.map((value) => [value]))];
export const rowsOf = (batch: number[][][][]): number[][] => batch[0]!.map((row) => row.map(([value]) => value!));
/** A kernel from one channel to one. */
export const kernel = (rows: readonly (readonly number[])[]): number[][][][] => rows.map((row) => row.map((value) => [[value]]));
/** One image of zeros. */
export const images = (shape: readonly number[]): Tensor4D => zeros([1, ...shape] as [number, number, number, number]);
