import { sizeOf, withBeside } from '@autoencoders/app-kit';
import type { AnyModel } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import { convolutional, fullyConnected } from './model.js';

/** A convolutional model that has a dense one beside it. */
export const modelPair = (shape: Shape, codeSize: number): AnyModel =>
  withBeside(convolutional(shape, codeSize), fullyConnected(sizeOf(shape), codeSize));
