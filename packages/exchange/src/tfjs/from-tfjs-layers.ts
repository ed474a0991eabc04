import { check, checkOptions } from '@autoencoders/core/operations';
import { checkBytes, show } from '@autoencoders/core/internal';
import { checkSplitOptions, opened } from '../keras/build.js';
import type { OpenedModel, Source, SplitOptions } from '../keras/build.js';
import { outputsOf } from '../keras/graph.js';
import { isObject, object, own, shallow } from '../keras/json.js';
import type { Json } from '../keras/json.js';
import { manifestWeights } from './manifest.js';

/** A layers-model of TensorFlow.js that was read from its files. */
export interface TfjsLayersFiles {
  /** The parsed `model.json`. */
  readonly modelJson: unknown;
  /** The bytes of the weight file, or of all weight files in the order of `weightsManifest[].paths`. */
  readonly weights: Uint8Array | readonly Uint8Array[];
}

/** Options of `fromTfjsLayers`. */
export interface FromTfjsLayersOptions extends SplitOptions {
  /** The decoder, where encoder and decoder are two models. */
  readonly decoder?: TfjsLayersFiles | undefined;
}

/**
 * An autoencoder from a layers-model of TensorFlow.js, as `model.save` and the converter of Keras models write it: Sequential and functional
 * chains of layers that these packages have. It gives the same numbers to about 1e-5. Throws an `InputError` for damaged files and for a
 * layer or an option that these packages do not have, with its name and its place.
 *
 * ```ts
 * const { model, codes } = fromTfjsLayers({ modelJson: JSON.parse(await readFile('model.json', 'utf8')), weights: await readFile('weights.bin') });
 * ```
 */
export function fromTfjsLayers(files: TfjsLayersFiles, options: FromTfjsLayersOptions = {}): OpenedModel {
  checkSplitOptions('fromTfjsLayers', options, { decoder: true });
  const { decoder } = options;
  const notes: string[] = [];
  return opened(sourceOf(files, '', notes), decoder && sourceOf(decoder, 'decoder: ', notes), options);
}

function sourceOf(files: TfjsLayersFiles, who: string, notes: string[]): Source {
  const call = 'fromTfjsLayers';
  check(isObject(files), () => `${call}: ${who}the model must be { modelJson, weights }, not ${show(files)}`);
  checkOptions(call, files, { modelJson: true, weights: true });
  const shards = Array.isArray(files.weights) ? files.weights : [files.weights];
  for (const shard of shards) checkBytes(call, shard);
  const modelJson = object(`${call}: ${who}modelJson`, files.modelJson);
  shallow(`${call}: ${who}modelJson`, modelJson);
  check(own(modelJson, 'format') !== 'graph-model', () => `${call}: ${who}the file is a graph-model; layers-models are read`);
  check(
    own(modelJson, 'modelTopology') !== undefined || own(modelJson, 'class_name') === undefined,
    () =>
      `${call}: the file has the layers of Keras' model.to_json() and no weights; give it as config to fromKeras, with the file of the weights`,
  );
  const weights = manifestWeights(call, modelJson, shards as Uint8Array[]);
  return { outputs: outputsOf(call, topologyOf(call, modelJson)), origin: { call, weights, tfjs: true, notes } };
}

/** The model in `modelTopology`: with or without what Keras writes around it. */
function topologyOf(call: string, modelJson: Json): Json {
  const topology = object(`${call}: modelTopology`, own(modelJson, 'modelTopology'));
  const inner = own(topology, 'model_config');
  return inner === undefined ? topology : object(`${call}: model_config`, inner);
}
