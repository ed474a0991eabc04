import type { HasConfig, Json } from './config.js';
import { check } from './errors.js';
import { assignWeights, readWeights } from './state-dict.js';
import type { StateDict } from './state-dict.js';
import type { Model } from './types.js';

/** A model as plain data: what a file holds, and what a worker is sent. */
export interface SerializedModel<V extends ArrayLike<number> = Float32Array> {
  /** The call that made it, as JSON. */
  readonly config: Json;
  readonly weights: StateDict<V>;
}

type AnyModel = Pick<Model<any, any, any>, 'weights' | 'config'>;
/** A model that was built here, and so can be freed here. */
type OwnModel = Model<any, any, any> & { readonly dispose: () => void };

/** A model as plain data; `toConfig` is a `configWriter`, whose errors begin with its call. */
export async function serializeModel(model: AnyModel, toConfig: (part: HasConfig) => Json): Promise<SerializedModel> {
  return { config: toConfig(model), weights: await readWeights(model) };
}

/**
 * The model of plain data; `fromConfig` is a `configReader`. Errors about weights begin with `who`. Nothing is left allocated
 * when it throws.
 */
export function deserializeModel(
  { config, weights }: SerializedModel<ArrayLike<number>>,
  fromConfig: (json: Json) => unknown,
  who: string,
): OwnModel {
  const model = fromConfig(config) as OwnModel;
  check(typeof model.forward === 'function', () => `${who} has the config of a part, not of a model`);
  try {
    assignWeights(who, model, weights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
