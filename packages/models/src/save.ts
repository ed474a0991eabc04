import { InputError, leaves } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import {
  MODEL_KEY,
  checkAlive,
  configReader,
  configWriter,
  deserializeModel,
  modelText,
  parseMetadata,
  serializeModel,
  show,
  showUntrusted,
  toSafetensors,
  viewSafetensors,
} from '@autoencoders/core/internal';
import type { Model } from '@autoencoders/core';
import type { Json } from '@autoencoders/core/internal';
import { layerTypes } from '@autoencoders/layers';
import { gaussian, plain } from './bottlenecks.js';
import { modelTypes } from './kinds.js';
import type { ModelKind, ModelsByKind } from './kinds.js';
import { checkFinite, configIn, modelFileOf, weightsIn } from './model-file.js';
import { batchTopK, topK } from './top-k.js';

/** A model that can be saved. */
export type Savable = Pick<Model<any, any, any>, 'weights' | 'config'> & { readonly kind: ModelKind };

/** Strings to keep with a model. */
export type Metadata = Readonly<Record<string, string>>;

/** Options of `load`. */
export interface LoadOptions<K extends ModelKind = ModelKind> {
  /** The kind of model that the file must hold. Default: any kind. */
  readonly kind?: K;
  /** Layers, activations and bottlenecks of your own, by the names in their configs. */
  readonly layers?: Readonly<Record<string, unknown>>;
}

/** A model from a file; its `kind` says which type it has. */
export type Loaded<K extends ModelKind = ModelKind> = ModelsByKind[K];

/**
 * Saves a model as one safetensors file: the weights by path, and the config as JSON in the metadata. A model of layers of this project
 * opens without the code that made it. `metadata` are further strings to save. Throws when a layer has no config or one that JSON cannot
 * hold, when the model was disposed, and when weights are not finite.
 */
export async function save(model: Savable, options: { readonly metadata?: Metadata } = {}): Promise<Uint8Array> {
  check(isKind(model?.kind), () => `save: the model must be one, such as autoencoder({ … }) gives, not ${show(model)}`);
  checkOptions('save', options, { metadata: true });
  const { metadata = {} } = options;
  for (const [name, value] of Object.entries(metadata))
    check(typeof value === 'string', () => `save: metadata.${name} must be a string, not ${show(value)}`);
  check(!Object.hasOwn(metadata, MODEL_KEY), `save: metadata.${MODEL_KEY} is where the config goes; choose another name`);
  checkAlive('save', model.weights);
  const { config, weights } = await serializeModel(model, configWriter('save'));
  checkFinite('save: the model', weights);
  return toSafetensors({ tensors: weights, metadata: { ...metadata, [MODEL_KEY]: modelText(config) } });
}

/**
 * Opens a model that `save` wrote; its `kind` says which type it has. Throws when the file is damaged, when it holds no model or one of
 * another kind than `kind`, when it needs a layer that is missing, and when weights are not finite. Nothing stays allocated then. No weights
 * are drawn, and their shapes are compared with the file before memory is taken. Files of older versions open, too.
 *
 * ```ts
 * const model = load(bytes);
 * if (model.kind === 'classifier') model.classify(x);
 * const other = load(bytes, { kind: 'autoencoder' }); // throws for other kinds
 * ```
 */
export function load<K extends ModelKind = ModelKind>(bytes: Uint8Array, options: LoadOptions<K> = {}): Loaded<K> {
  checkOptions('load', options, { kind: true, layers: true });
  const { kind, layers = {} } = options;
  check(kind === undefined || isKind(kind), () => `load: kind must be one of ${Object.keys(modelTypes).join(', ')}, not ${show(kind)}`);
  const hint = typeof bytes === 'string' ? '; loadFile of @autoencoders/models/node opens a path' : '';
  check(bytes instanceof Uint8Array, () => `load: bytes must be a Uint8Array, not ${show(bytes)}${hint}`);
  const { config, tensors } = modelFileOf(viewSafetensors(bytes));
  const found = kindOf(config);
  check(found !== undefined, () => `load: the file holds a model of another kind than ${Object.keys(modelTypes).join(', ')}`);
  check(kind === undefined || found === kind, () => `load: the file holds a model of kind "${found}", not "${kind}"`);
  const weights = weightsIn(tensors);
  checkFinite('load: the file', weights);
  const types = { ...layerTypes, plain, gaussian, topK, batchTopK, ...layers };
  const model = rebuilt(() => deserializeModel({ config, weights }, configReader(types, READER), 'load: the file'));
  const known = leaves(model.weights);
  const more = Object.keys(weights).find((path) => !Object.hasOwn(known, path));
  if (more === undefined) return model as unknown as Loaded<K>;
  model.dispose();
  throw new InputError(`load: the file has the weights ${showUntrusted(more)}, which its model does not have; the file is damaged`);
}

/**
 * The strings that were saved with a model, without its config.
 *
 * @param bytes The content of the file.
 */
export function readMetadata(bytes: Uint8Array): Metadata {
  const { [MODEL_KEY]: _, ...metadata } = parseMetadata(bytes);
  return metadata;
}

/**
 * The kind of model in a file, without building the model. Undefined when `save` did not write the file.
 *
 * @param bytes The content of the file.
 */
export function readKind(bytes: Uint8Array): ModelKind | undefined {
  const metadata = parseMetadata(bytes);
  return metadata[MODEL_KEY] === undefined ? undefined : kindOf(configIn(metadata));
}

const READER = {
  call: 'load',
  thing: 'layer',
  models: modelTypes,
  hint: (name: string) => `pass it as load(bytes, { layers: { ${name} } })`,
};

const isKind = (kind: unknown): kind is ModelKind => typeof kind === 'string' && Object.hasOwn(modelTypes, kind);

function kindOf(config: Json): ModelKind | undefined {
  const { name } = Object(config) as { readonly name?: unknown };
  return isKind(name) ? name : undefined;
}

/** The longest message about a config, which may quote much of it. */
const MESSAGE = 300;

/** What `make` gives. A damaged config may break a factory in ways that it does not check. */
function rebuilt<M>(make: () => M): M {
  try {
    return make();
  } catch (cause) {
    // What a backend says, such as that there is no memory left, is not about the config.
    if (cause instanceof RangeError && /^backend-\w+: /.test(cause.message)) throw cause;
    const message = showUntrusted(cause instanceof Error ? cause.message : cause, MESSAGE);
    throw new InputError(cause instanceof InputError ? message : `load: the model cannot be built from its config (${message})`, {
      cause,
    });
  }
}
