import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { MODEL_KEY, jsonNotes, showUntrusted } from '@autoencoders/core/internal';
import type { Json, Safetensors } from '@autoencoders/core/internal';

/*
 * How a model lies in a safetensors file: docs/file-format.md is the specification. The metadata have the config of the model as JSON, under
 * `model`, the same that a worker is sent; the tensors are its weights by path.
 */

/** What a version of the format may lay out differently. */
export interface ModelFile {
  readonly config: Json;
  readonly tensors: Safetensors['tensors'];
}

/** Brings a file of one version to the next one. */
export type Migration = (file: ModelFile) => ModelFile;

/** The migrations in order, up to `MODEL_VERSION`: the first one goes from version 1 to version 2. They stay here for ever, so that old files open. */
const MIGRATIONS: readonly Migration[] = [];

/** The version to which migrations lead. */
export const versionOf = (migrations: readonly Migration[] = MIGRATIONS): number => migrations.length + 1;

/** The config in a file as it was written, before migrations, and its version. */
function written(metadata: Safetensors['metadata'], latest: number): { readonly version: number; readonly config: Json } {
  const text = metadata[MODEL_KEY];
  check(text !== undefined, 'load: the file holds tensors but no model; was it written by save?');
  const { version, config } = parsed(text);
  check(
    Number.isInteger(version) && (version as number) >= 1,
    () => `load: the file is of version ${showUntrusted(version)}, which there is not; the file is damaged`,
  );
  check(
    (version as number) <= latest,
    () => `load: the file is of version ${version}, this reads versions up to ${latest}; install a newer @autoencoders/models`,
  );
  return { version: version as number, config: config as Json };
}

/** The model in a file, brought to the newest version. Throws when there is none, and for a version that is not known. */
export function modelFileOf({ tensors, metadata }: Safetensors, migrations: readonly Migration[] = MIGRATIONS): ModelFile {
  const { version, config } = written(metadata, versionOf(migrations));
  return migrations.slice(version - 1).reduce<ModelFile>((file, migrate) => migrate(file), { config, tensors });
}

/** The config in the metadata of a file. */
export const configIn = (metadata: Safetensors['metadata']): Json => modelFileOf({ tensors: {}, metadata }).config;

function parsed(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError('load: the config of the model is not JSON; the file is damaged', { cause });
  }
  const { repeatedKey } = jsonNotes(text);
  check(repeatedKey === undefined, () => `load: the config of the model names ${showUntrusted(repeatedKey)} twice; the file is damaged`);
  return Object(value) as Record<string, unknown>;
}

/** The parts of models. A tensor is a weight if its path begins with one of these. */
const PARTS: ReadonlySet<string> = new Set(['encoder', 'bottleneck', 'decoder', 'head']);

/** The tensors that are weights. A file may have others, which `load` ignores. Throws for weights that are whole numbers, NaN or infinite. */
export function weightsIn(
  tensors: Safetensors['tensors'],
): Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }> {
  const weights = Object.entries(tensors).filter(([path]) => PARTS.has(path.split('.', 1)[0]!));
  for (const [path, { values }] of weights)
    check(
      values instanceof Float32Array,
      () => `load: the file has the weights ${showUntrusted(path)} as whole numbers; weights are of type F32`,
    );
  return Object.fromEntries(weights) as ReturnType<typeof weightsIn>;
}

/** Throws for weights that are NaN or infinite, as a model with such weights gives nothing but NaN. */
export function checkFinite(who: string, weights: Readonly<Record<string, { readonly values: ArrayLike<number> }>>): void {
  for (const [path, { values }] of Object.entries(weights)) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i])) continue;
      throw new InputError(
        `${who} has ${values[i]} among the weights ${showUntrusted(path)}, so that it can compute nothing; train it anew, with a smaller learning rate`,
      );
    }
  }
}
