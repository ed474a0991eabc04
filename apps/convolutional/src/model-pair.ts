import { sizeOf, withBeside } from '@autoencoders/app-kit';
import type { AnyModel } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import { convolutional, fullyConnected } from './model.js';
import type { Settings } from './settings.js';

/** A convolutional model that has a dense one beside it. */
export const modelPair = (shape: Shape, { codeSize, seed }: Settings): AnyModel =>
  withBeside(convolutional(shape, codeSize, seed), fullyConnected(sizeOf(shape), codeSize, seed));
