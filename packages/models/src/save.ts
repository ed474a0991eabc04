import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { InputError, check, leaves, showShape } from '@autoencoders/core';
import type { Latent } from '@autoencoders/core';
import { layerTypes, linear } from '@autoencoders/layers';
import { autoencoder } from './autoencoder.js';
import type { Autoencoder, AutoencoderOf, Spec } from './autoencoder.js';
import { gaussian, plain } from './bottlenecks.js';
import { describer, reviver } from './describe.js';
import type { Json } from './describe.js';
import { parseSafetensors, toSafetensors } from './safetensors.js';
import type { Safetensors, Stored } from './safetensors.js';

/** The key under which the description stands in the file's metadata. */
const KEY = 'autoencoder';
const VERSION = 1;

/**
 * A model as one safetensors file: the weights by their paths, and the description as JSON in its metadata, so that a
 * model of this project's layers opens without the code that made it. `metadata` are further strings to keep.
 * Throws when a layer has no description.
 */
export async function save(model: Autoencoder<any, any>, { metadata = {} }: { readonly metadata?: Readonly<Record<string, string>> } = {}): Promise<Uint8Array> {
  const { input, encoder, bottleneck = plain, decoder, output = linear } = model.spec;
  const describe = describer();
  const description = {
    version: VERSION,
    input,
    encoder: describe(encoder),
    bottleneck: describe(bottleneck),
    decoder: describe(decoder),
    output: describe(output),
  };
  const stored = Object.entries(leaves(model.weights)).map(async ([path, leaf]) => [path, { shape: leaf.shape, values: await leaf.data<'float32'>() }] as const);
  return toSafetensors({ tensors: Object.fromEntries(await Promise.all(stored)), metadata: { ...metadata, [KEY]: JSON.stringify(description) } });
}

/** What `load` can be told. */
export interface LoadOptions {
  /** Layers, activations and bottlenecks of your own, by the names in their descriptions. */
  readonly layers?: Readonly<Record<string, unknown>>;
}

/**
 * The model that `save` wrote. Throws when the file is damaged, holds no model, or needs a layer that is not there;
 * nothing is left allocated then.
 */
export function load<X extends Tensor = any, L extends Latent = any>(bytes: Uint8Array, { layers = {} }: LoadOptions = {}): AutoencoderOf<X, L> {
  const { tensors, metadata } = parseSafetensors(bytes);
  const model = autoencoder<X, L>(readSpec(metadata, { ...layerTypes, plain, gaussian, ...layers }));
  try {
    assign(model.weights, tensors);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** The strings that were saved with a model, its description left out. */
export function readMetadata(bytes: Uint8Array): Readonly<Record<string, string>> {
  const { [KEY]: _, ...rest } = parseSafetensors(bytes).metadata;
  return rest;
}

function readSpec(metadata: Safetensors['metadata'], types: Readonly<Record<string, unknown>>): Spec<any, any> {
  const text = metadata[KEY];
  check(text !== undefined, 'load: the file holds tensors but no autoencoder; was it written by save?');
  const json = JSON.parse(text) as Record<'encoder' | 'bottleneck' | 'decoder' | 'output', Json> & { version: number; input: number[] };
  check(json.version === VERSION, () => `load: the file is of version ${json.version}, this reads version ${VERSION}`);
  const revive = reviver(types);
  return {
    input: json.input,
    encoder: revive(json.encoder),
    bottleneck: revive(json.bottleneck),
    decoder: revive(json.decoder),
    output: revive(json.output),
  };
}

function assign(weights: Autoencoder['weights'], tensors: Readonly<Record<string, Stored>>): void {
  for (const [path, leaf] of Object.entries(leaves(weights))) {
    const stored = tensors[path];
    if (!stored) throw new InputError(`load: the file has no weights ${path}`);
    check(String(stored.shape) === String(leaf.shape), () => `load: the file has ${path} of shape ${showShape(stored.shape)}, the model needs ${showShape(leaf.shape)}`);
    const value = tensor(stored.values, leaf.shape, 'float32');
    (leaf as Variable).assign(value);
    value.dispose();
  }
}
