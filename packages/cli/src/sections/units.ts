import { mean } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import type { Leaves } from '@autoencoders/core';
import { activationDensity } from '@autoencoders/metrics';
import { activationHistogram, dictionaryEntries } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { valuesOf } from '../data.js';
import type { TrainedModel } from '../trained-model.js';
import { imagesOf } from './reconstructions.js';

/** What each unit stands for, as pictures. `filters` picks `[units, features]` from the model's weights by path. */
export const filterSection = ({ model, dataset }: TrainedModel, filters: (weights: Leaves) => Tensor2D): Section =>
  dictionaryEntries({ filters: imagesOf(dataset.shape, () => filters(leaves(model.weights)).clone()), sortByNorm: true });

/** A histogram of the units' mean activations, and the `target` that they were trained towards, where there was one. */
export function activationSection({ model, data }: TrainedModel, target?: number): Section {
  const meanActivations = valuesOf(() => mean(model.encode(data), 0));
  return activationHistogram({ meanActivations, ...(target !== undefined && { target }) });
}

/** A histogram of how often each unit fires, of a model whose codes have `k` units other than 0. */
export async function densitySection({ model, data }: TrainedModel, k: number): Promise<Section> {
  const codes = model.encode(data);
  try {
    const densities = await activationDensity(codes);
    const dead = densities.filter((density) => density === 0).length;
    const caption =
      `Each bar counts the units that fire for that share of the test examples. For each example, ${k} of ${codes.shape[1]} units fire. ` +
      `${dead} units fire for none of them.`;
    return activationHistogram({ meanActivations: densities, title: 'How often units fire', caption });
  } finally {
    codes.dispose();
  }
}
