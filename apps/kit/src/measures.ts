/* Without tfjs, so that pages with figures alone do not load it. */
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Progress } from '@autoencoders/training';

/** How many numbers an example of this shape has. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, side) => size * side, 1);

/** Epochs done, with a fraction. */
export const epochOf = ({ epoch, step, steps }: Progress): number => epoch - 1 + step / steps;

/** What all trainings take from the settings and the data. A batch has `few` examples, or 128 where there are many numbers, and never more than there are. */
export const schedule = (
  { epochs, seed }: { readonly epochs: number; readonly seed: number },
  { values, shape }: Pick<NamedDataset, 'values' | 'shape'>,
  few: number = 32,
): Schedule => ({ epochs, batch: Math.min(values.length / sizeOf(shape), values.length > 2e6 ? 128 : few), seed });

interface Schedule {
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
}

/** The schedule of a training, as options in a program: `epochs: 30, batch: 32, seed: 1`. */
export const scheduleText = ({ epochs, batch, seed }: Partial<Schedule>): string => `epochs: ${epochs}, batch: ${batch}, seed: ${seed}`;
