import type { Tensor } from '@tensorflow/tfjs-core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { configWriter, show } from '@autoencoders/core/internal';
import type { Latent } from '@autoencoders/core';
import type { Json } from '@autoencoders/core/internal';
import { linear } from '@autoencoders/layers';
import { autoencoder } from './autoencoder.js';
import type { Autoencoder, Generative } from './autoencoder.js';
import { plain } from './bottlenecks.js';
import { classifier } from './classifier.js';
import type { Classifier } from './classifier.js';
import { fromFile, toFile } from './file.js';
import type { ConfigInFile, Kind, LoadOptions, Metadata } from './file.js';
import type { HeadModel } from './head-model.js';
import { regressor } from './regressor.js';
import type { Regressor } from './regressor.js';

/** A model that can be saved. */
export type Savable = Autoencoder<any, any> | HeadModel<any>;

/**
 * A model as one safetensors file: the weights by their paths, and the config as JSON in its metadata, so that a
 * model of this project's layers opens without the code that made it. `metadata` are further strings to keep.
 * Throws when a layer has no config, or one that JSON cannot hold, and for a model that was disposed or whose weights
 * are not finite.
 */
export async function save(model: Savable, options: { readonly metadata?: Metadata } = {}): Promise<Uint8Array> {
  check(typeof model?.spec === 'object', () => `save: the model must be one, such as autoencoder({ … }) gives, not ${show(model)}`);
  checkOptions('save', options, { metadata: true });
  const { metadata = {} } = options;
  for (const [name, value] of Object.entries(metadata))
    check(typeof value === 'string', () => `save: metadata.${name} must be a string, not ${show(value)}`);
  const [kind, config] = modelConfig(model);
  return toFile(kind, config, model.weights, metadata);
}

function modelConfig(model: Savable): [Kind, Record<string, Json>] {
  const { input, encoder, bottleneck = plain, output = linear } = model.spec;
  const toConfig = configWriter('save');
  const lower = { input, encoder: toConfig(encoder), bottleneck: toConfig(bottleneck) };
  if (!('head' in model.spec)) return ['autoencoder', { ...lower, decoder: toConfig(model.spec.decoder), output: toConfig(output) }];
  const upper = { ...lower, head: toConfig(model.spec.head) };
  return model.classes === undefined
    ? ['regressor', { ...upper, targets: model.output![0]!, output: toConfig(output) }]
    : ['classifier', { ...upper, classes: model.classes }];
}

/** A model from a file: whether it can sample is known once it is open. */
export type Loaded<X extends Tensor = any, L extends Latent = any> = Autoencoder<X, L> & Partial<Generative<X>>;

/**
 * The autoencoder that `save` wrote. Throws when the file is damaged, holds no model, another kind of model, or needs a
 * layer that is not there, or weights that are not finite; nothing is left allocated then.
 */
export function load<X extends Tensor = any, L extends Latent = any>(bytes: Uint8Array, options: LoadOptions = {}): Loaded<X, L> {
  return fromFile('autoencoder', bytes, options, ({ json, fromConfig }) =>
    autoencoder<X, L>({
      ...encoderOf({ json, fromConfig }),
      decoder: fromConfig(json.decoder),
      output: fromConfig(json.output),
    }),
  );
}

/** The classifier that `save` wrote; throws what `load` does. */
export function loadClassifier<X extends Tensor = any>(bytes: Uint8Array, options: LoadOptions = {}): Classifier<X> {
  return fromFile('classifier', bytes, options, ({ json, fromConfig }) =>
    classifier<X>({ ...encoderOf({ json, fromConfig }), head: fromConfig(json.head), classes: json.classes as number }),
  );
}

/** The regressor that `save` wrote; throws what `load` does. */
export function loadRegressor<X extends Tensor = any>(bytes: Uint8Array, options: LoadOptions = {}): Regressor<X> {
  return fromFile('regressor', bytes, options, ({ json, fromConfig }) =>
    regressor<X>({
      ...encoderOf({ json, fromConfig }),
      head: fromConfig(json.head),
      targets: json.targets as number,
      output: fromConfig(json.output),
    }),
  );
}

/** Layers are read in the order in which they were written. */
const encoderOf = ({ json, fromConfig }: ConfigInFile) => ({
  input: json.input as number[],
  encoder: fromConfig(json.encoder),
  bottleneck: fromConfig(json.bottleneck),
});
