import { sizeOf } from '@autoencoders/app-kit';
import type { AnyModel } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import { convolutional, fullyConnected } from './model.js';

const denseModels = new WeakMap<AnyModel, AnyModel>();

/** A convolutional model that has a dense one beside it. Disposing of the first disposes of both. */
export function modelPair(shape: Shape, codeSize: number): AnyModel {
  const own = convolutional(shape, codeSize);
  const dense = fullyConnected(sizeOf(shape), codeSize);
  const dispose = (): void => [own, dense].forEach((each) => each.dispose());
  const model = { ...own, dispose, [Symbol.dispose]: dispose };
  denseModels.set(model, dense);
  return model;
}

/** The dense model beside a convolutional one; undefined for a model from a file. */
export const denseModelOf = (model: AnyModel): AnyModel | undefined => denseModels.get(model);
