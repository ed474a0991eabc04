import type { OpenDataset } from '@autoencoders/datasets/node';
import { chooseBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import type { DataOptions } from '../source/data-for.js';
import type { DataPart } from '../source/find-data.js';
import { openModel } from '../open-model.js';
import type { OpenedModel } from '../open-model.js';
import { text } from '../text.js';
import type { Text } from '../text.js';

/** The options of commands that run a trained model. */
export interface InferenceOptions extends DataOptions {
  readonly part?: DataPart | undefined;
  readonly seed?: number;
  readonly backend: Backend;
  readonly out?: string;
  readonly count: number;
}

/** Sets the backend and opens an autoencoder. The caller disposes the model. */
export async function openForInference(path: string, { backend }: Pick<InferenceOptions, 'backend'>): Promise<OpenedModel> {
  await chooseBackend(backend);
  return openModel(path);
}

/** The name of a dataset and its part in messages. */
export const sourceText = (dataset: OpenDataset, part: DataPart): Text =>
  text`${dataset.name} (${part}${dataset.heldOut && part === 'test' && ', held out of the training part'})`;

/** Examples that are read at a time, an even number. */
export const EXAMPLES_AT_ONCE = 500;
