import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { InputError, check, leaves, showShape } from '@autoencoders/core';
import type { Latent } from '@autoencoders/core';
import { layerTypes, linear } from '@autoencoders/layers';
import { autoencoder } from './autoencoder.js';
import type { Autoencoder, AutoencoderOf, Generative, Spec } from './autoencoder.js';
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
 * Throws when a layer has no description, or one that JSON cannot hold.
 */
export async function save(
  model: Autoencoder<any, any>,
  { metadata = {} }: { readonly metadata?: Readonly<Record<string, string>> } = {},
): Promise<Uint8Array> {
  check(!Object.hasOwn(metadata, KEY), `save: metadata.${KEY} is where the description goes; choose another name`);
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
  const stored = Object.entries(leaves(model.weights)).map(
    async ([path, leaf]) => [path, { shape: leaf.shape, values: await leaf.data<'float32'>() }] as const,
  );
  return toSafetensors({
    tensors: Object.fromEntries(await Promise.all(stored)),
    metadata: { ...metadata, [KEY]: JSON.stringify(description) },
  });
}

/** A model from a file: whether it can sample is known once it is open. */
export type Loaded<X extends Tensor = any, L extends Latent = any> = Autoencoder<X, L> & Partial<Generative<X>>;

/** What `load` can be told. */
export interface LoadOptions {
  /** Layers, activations and bottlenecks of your own, by the names in their descriptions. */
  readonly layers?: Readonly<Record<string, unknown>>;
}

/**
 * The model that `save` wrote. Throws when the file is damaged, holds no model, or needs a layer that is not there;
 * nothing is left allocated then.
 */
export function load<X extends Tensor = any, L extends Latent = any>(bytes: Uint8Array, { layers = {} }: LoadOptions = {}): Loaded<X, L> {
  const { tensors, metadata } = parseSafetensors(bytes);
  const model = rebuild<X, L>(() => readSpec(metadata, { ...layerTypes, plain, gaussian, ...layers }));
  try {
    assign(model.weights, tensors);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** The model of a description that may be damaged in ways no factory of layers looks for. */
function rebuild<X extends Tensor, L extends Latent>(spec: () => Spec<X, L>): AutoencoderOf<X, L> {
  try {
    return autoencoder(spec());
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      `load: the model cannot be built from its description (${cause instanceof Error ? cause.message : String(cause)})`,
      { cause },
    );
  }
}

/** The strings that were saved with a model, its description left out. */
export function readMetadata(bytes: Uint8Array): Readonly<Record<string, string>> {
  const { [KEY]: _, ...rest } = parseSafetensors(bytes).metadata;
  return rest;
}

function readSpec(metadata: Safetensors['metadata'], types: Readonly<Record<string, unknown>>): Spec<any, any> {
  const text = metadata[KEY];
  check(text !== undefined, 'load: the file holds tensors but no autoencoder; was it written by save?');
  const json = parseDescription(text);
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

type SpecJson = Record<'encoder' | 'bottleneck' | 'decoder' | 'output', Json> & { version: number; input: number[] };

function parseDescription(text: string): SpecJson {
  try {
    return Object(JSON.parse(text)) as SpecJson;
  } catch (cause) {
    throw new InputError('load: the description of the model is not JSON; the file is damaged', { cause });
  }
}

function assign(weights: Autoencoder['weights'], tensors: Readonly<Record<string, Stored>>): void {
  for (const [path, leaf] of Object.entries(leaves(weights))) {
    const stored = tensors[path];
    if (!stored) throw new InputError(`load: the file has no weights ${path}`);
    check(
      String(stored.shape) === String(leaf.shape),
      () => `load: the file has ${path} of shape ${showShape(stored.shape)}, the model needs ${showShape(leaf.shape)}`,
    );
    const value = tensor(stored.values, leaf.shape, 'float32');
    (leaf as Variable).assign(value);
    value.dispose();
  }
}
