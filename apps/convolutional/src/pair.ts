import type { AnyModel } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import { convolutional, fullyConnected } from './model.js';

const partners = new WeakMap<AnyModel, AnyModel>();

/** A convolutional model that has a dense one beside it, freed with it. */
export function pair(shape: Shape, code: number): AnyModel {
  const own = convolutional(shape, code);
  const partner = fullyConnected(
    shape.reduce((a, b) => a * b, 1),
    code,
  );
  const dispose = (): void => [own, partner].forEach((each) => each.dispose());
  const model = { ...own, dispose, [Symbol.dispose]: dispose };
  partners.set(model, partner);
  return model;
}

/** The dense model beside it; one that was opened from a file has none. */
export const partnerOf = (model: AnyModel): AnyModel | undefined => partners.get(model);
