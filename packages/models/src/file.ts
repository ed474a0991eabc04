import { InputError, leaves } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { assignWeights, checkAlive, configReader, show } from '@autoencoders/core/internal';
import type { Model, Weights } from '@autoencoders/core';
import type { Json } from '@autoencoders/core/internal';
import { layerTypes } from '@autoencoders/layers';
import { gaussian, plain } from './bottlenecks.js';
import { foreign } from './foreign.js';
import { parseMetadata, parseSafetensors, toSafetensors } from './safetensors.js';
import type { Stored } from './safetensors.js';
import { batchTopK, topK } from './top-k.js';

/*
 * A model's file holds its weights by their paths, and in its metadata, under the name of its kind, the config of
 * its parts as JSON.
 */
const KINDS = ['autoencoder', 'classifier', 'regressor'] as const;

/** Models that can be saved: `load`, `loadClassifier` and `loadRegressor` open them. */
export type Kind = (typeof KINDS)[number];
const VERSION = 1;

/** Strings to keep with a model. */
export type Metadata = Readonly<Record<string, string>>;

/** What `load` can be told. */
export interface LoadOptions {
  /** Layers, activations and bottlenecks of your own, by the names in their configs. */
  readonly layers?: Readonly<Record<string, unknown>>;
}

/** A config, and what makes a layer of its JSON. */
export interface ConfigInFile {
  readonly json: Readonly<Record<string, Json>>;
  readonly fromConfig: (json: Json | undefined) => any;
}

/** A file of weights and their config. */
export async function toFile(
  kind: Kind,
  config: Readonly<Record<string, Json>>,
  weights: Weights,
  metadata: Metadata,
): Promise<Uint8Array> {
  const taken = KINDS.find((name) => Object.hasOwn(metadata, name));
  check(taken === undefined, () => `save: metadata.${taken} is where the config goes; choose another name`);
  const all = Object.entries(leaves(weights));
  checkAlive('save', weights);
  const stored = all.map(async ([path, leaf]) => {
    const values = await leaf.data<'float32'>();
    checkFinite('save: the model', path, values);
    return [path, { shape: leaf.shape, values }] as const;
  });
  return toSafetensors({
    tensors: Object.fromEntries(await Promise.all(stored)),
    metadata: { ...metadata, [kind]: JSON.stringify({ version: VERSION, ...config }) },
  });
}

const words = {
  call: 'load',
  thing: 'layer',
  hint: (name: string) => `pass it as load(bytes, { layers: { ${name} } })`,
};

/** The model of a file: `make` builds it from its config. Nothing is left allocated when it throws. */
export function fromFile<M extends Pick<Model, 'weights'> & { readonly dispose: () => void }>(
  kind: Kind,
  bytes: Uint8Array,
  options: LoadOptions,
  make: (found: ConfigInFile) => M,
): M {
  checkOptions('load', options, { layers: true });
  const { layers = {} } = options;
  const hint = typeof bytes === 'string' ? '; loadFile of @autoencoders/models/node opens a path' : '';
  check(bytes instanceof Uint8Array, () => `load: bytes must be a Uint8Array, not ${show(bytes)}${hint}`);
  const { tensors, metadata } = parseSafetensors(bytes);
  const types = { ...layerTypes, plain, gaussian, topK, batchTopK, ...layers };
  const model = rebuilt(() => make({ json: modelConfig(kind, metadata), fromConfig: configReader(types, words) }));
  try {
    assignWeights('load: the file', model, tensors);
    for (const path of Object.keys(leaves(model.weights))) checkFinite('load: the file', path, tensors[path]!.values);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** The strings that were saved with a model, its config left out. */
export function readMetadata(bytes: Uint8Array): Metadata {
  return Object.fromEntries(Object.entries(parseMetadata(bytes)).filter(([key]) => !KINDS.includes(key as Kind)));
}

/** What kind of model a file holds, which says what opens it; undefined where `save` did not write it. */
export function readKind(bytes: Uint8Array): Kind | undefined {
  const metadata = parseMetadata(bytes);
  return KINDS.find((kind) => metadata[kind] !== undefined);
}

/** The longest message about a config, which may quote much of it. */
const MESSAGE = 300;

/** The model of a config that may be damaged in ways no factory of layers looks for. */
function rebuilt<M>(make: () => M): M {
  try {
    return make();
  } catch (cause) {
    const message = foreign(cause instanceof Error ? cause.message : cause, MESSAGE);
    throw new InputError(cause instanceof InputError ? message : `load: the model cannot be built from its config (${message})`, {
      cause,
    });
  }
}

function modelConfig(kind: Kind, metadata: Metadata): ConfigInFile['json'] {
  const text = metadata[kind];
  if (text === undefined) {
    const other = KINDS.find((name) => metadata[name] !== undefined);
    check(!other, () => `load: the file holds ${withArticle(other!)}, not ${withArticle(kind)}; open it by ${openers[other!]}`);
    throw new InputError(`load: the file holds tensors but no ${kind}; was it written by save?`);
  }
  const json = parsed(text);
  check(json.version === VERSION, () => `load: the file is of version ${foreign(json.version)}, this reads version ${VERSION}`);
  return json as ConfigInFile['json'];
}

const openers: Readonly<Record<Kind, string>> = { autoencoder: 'load', classifier: 'loadClassifier', regressor: 'loadRegressor' };
const withArticle = (kind: Kind): string => `${kind === 'autoencoder' ? 'an' : 'a'} ${kind}`;

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new InputError('load: the config of the model is not JSON; the file is damaged', { cause });
  }
}

/** Throws for a weight that is NaN or infinite: with such a one a model gives nothing but NaN. */
function checkFinite(holder: string, path: string, values: Stored['values']): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  check(
    at < 0,
    () =>
      `${holder} has ${values[at]} among the weights ${path}, so that it can compute nothing; train it anew, with a smaller learning rate`,
  );
}
