/* Without tfjs, so that pages with figures alone do not load it. */
import type { Shape } from '@autoencoders/core';
import type { Progress } from '@autoencoders/training';

/** How many numbers an example of this shape has. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, side) => size * side, 1);

/** Epochs done, with a fraction. */
export const epochOf = ({ epoch, step, steps }: Progress): number => epoch - 1 + step / steps;
