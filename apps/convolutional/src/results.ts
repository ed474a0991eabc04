import type { AnyModel, Data } from '@autoencoders/app-kit';
import { tensorFor, trained } from '@autoencoders/app-kit/effects';
import { sizeOf } from '@autoencoders/app-kit/measures';
import { count, take } from '@autoencoders/datasets';
import { tidy } from '@tensorflow/tfjs-core';
import { fullyConnected } from './model.js';
import type { Settings } from './settings.js';
import { SHOWN } from './shown.js';
import { training } from './variant.js';

/** The dense model beside the page's own: its size, and what it makes of the first test pictures. */
export interface Results {
  readonly parameters: number;
  /** One byte for each number: 255 is 1. */
  readonly rebuilt: readonly number[];
}

/** Trains a dense model with as large a code. */
export async function resultsOf(_: AnyModel, data: Data, settings: Settings): Promise<Results> {
  const { shape } = data.training;
  using dense = await trained(fullyConnected(sizeOf(shape), settings.codeSize, settings.seed), data, training(settings, data.training));
  const x = tensorFor(dense, take(data.test, Math.min(SHOWN, count(data.test))));
  const rebuilt = tidy(() => dense.reconstruct(x as never).dataSync<'float32'>());
  x.dispose();
  return {
    parameters: dense.parameterCount,
    rebuilt: Array.from(rebuilt, (value) => Math.round(255 * value)),
  };
}
