import { slice } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { AnyAutoencoder } from '@autoencoders/models';
import type { Settings } from '@autoencoders/variants';
import type { LinearBaseline } from './baseline.js';
import type { VariantView } from './variants/variant.js';

/** A trained model of a variant, with the test examples that it is judged by. */
export interface TrainedModel<K extends string = string> {
  readonly model: AnyAutoencoder;
  readonly variant: VariantView<K>;
  readonly settings: Settings<K>;
  readonly dataset: NamedDataset;
  /** The examples of `dataset` as the model takes them: `[batch, …input]`. */
  readonly data: Tensor;
  /** PCA with as many numbers, where it can be compared with. */
  readonly baseline?: LinearBaseline | undefined;
}

/** The first `count` rows, or all where there are fewer. */
export const firstRows = (data: Tensor, count: number): Tensor => slice(data, 0, Math.min(count, data.shape[0]!));
