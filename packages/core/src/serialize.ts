import type { HasConfig, Json } from './config.js';
import { check } from './errors.js';
import { withGivenWeights } from './given-weights.js';
import { assignWeights, readWeights } from './state-dict.js';
import type { StateDict } from './state-dict.js';
import { leaves } from './tree.js';
import type { Model } from './types.js';

/** A model as plain data, for a file or for a message to a worker. */
export interface SerializedModel<V extends ArrayLike<number> = Float32Array> {
  /** The call that made the model, as JSON. */
  readonly config: Json;
  readonly weights: StateDict<V>;
}

/** The key of the metadata of a file under which its model stands. */
export const MODEL_KEY = 'model';

/** The version of the format of models in files; docs/file-format.md specifies it. */
export const MODEL_VERSION = 1;

/** The text under `MODEL_KEY`. */
export const modelText = (config: Json): string => JSON.stringify({ version: MODEL_VERSION, config });

type AnyModel = Pick<Model<any, any, any>, 'weights' | 'config'>;
/** A model that was built here, and can be disposed here. */
type OwnModel = Model<any, any, any> & { readonly dispose: () => void };

/** Writes a model as plain data. `toConfig` is a `configWriter`; its errors begin with the call that it was given. */
export async function serializeModel(model: AnyModel, toConfig: (part: HasConfig) => Json): Promise<SerializedModel> {
  return { config: toConfig(model), weights: await readWeights(model) };
}

/**
 * Builds a model from plain data. `fromConfig` is a `configReader`. The layers draw nothing, and shapes are compared before memory is taken.
 * Errors about weights begin with `who`. If it throws, no tensor stays allocated.
 */
export function deserializeModel(
  { config, weights }: SerializedModel<ArrayLike<number>>,
  fromConfig: (json: Json) => unknown,
  who: string,
): OwnModel {
  const { model, made } = withGivenWeights(who, weights, () => fromConfig(config) as OwnModel);
  check(typeof model.forward === 'function', () => `${who} has the config of a part, not of a model`);
  try {
    if (!Object.values(leaves(model.weights)).every((leaf) => made.has(leaf))) assignWeights(who, model, weights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
