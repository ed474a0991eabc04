import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { autoencoder } from '@autoencoders/models';
import { withBeside } from '../beside.js';
import type { AnyModel } from '../definition.js';
import type { Weights } from './snapshots.js';

const partsOf = (model: AnyModel): readonly AnyModel[] => [model, ...(model.beside ? [model.beside] : [])];

/** A copy of the weights of a model, and of the one beside it. */
export const weightsOf = (model: AnyModel): Weights =>
  partsOf(model).map((part) =>
    Object.fromEntries(Object.entries(leaves(part.weights)).map(([path, leaf]) => [path, leaf.dataSync<'float32'>().slice()])),
  );

/** A model with the layers of another one, for earlier weights of it. The caller disposes of it. */
export function emptyCopy({ spec, beside }: AnyModel): AnyModel {
  const own: AnyModel = autoencoder(spec);
  return beside ? withBeside(own, emptyCopy(beside)) : own;
}

/** Gives a model the weights of a snapshot. */
export function setWeights(model: AnyModel, weights: Weights): void {
  partsOf(model).forEach((part, i) => {
    for (const [path, leaf] of Object.entries(leaves<Variable>(part.weights)))
      tidy(() => leaf.assign(tensor(weights[i]![path]!, leaf.shape)));
  });
}
