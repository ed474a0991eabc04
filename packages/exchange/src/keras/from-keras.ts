import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { checkBytes, printable, show } from '@autoencoders/core/internal';
import { unzip } from '@autoencoders/files/internal';
import { byName } from './by-name.js';
import { checkSplitOptions, opened } from './build.js';
import type { OpenedModel, Source, SplitOptions } from './build.js';
import { outputsOf } from './graph.js';
import { openHdf5 } from './hdf5.js';
import type { Hdf5File, Hdf5Reader } from './hdf5.js';
import { parsed } from './json.js';
import type { Numbers, WeightSource } from './place.js';

/** Options of `fromKeras`. */
export interface FromKerasOptions extends SplitOptions {
  /** The reader of HDF5: `await import('jsfive')`, an optional peer. */
  readonly h5: Hdf5Reader;
  /** What `model.to_json()` gives, for a file that holds weights alone. */
  readonly config?: string | undefined;
  /** The file of the decoder, where encoder and decoder are two models. */
  readonly decoder?: Uint8Array | undefined;
  /** What `decoder.to_json()` gives, for a decoder's file that holds weights alone. */
  readonly decoderConfig?: string | undefined;
}

/**
 * An autoencoder from a file of Keras: `.keras`, `.h5`, or a file of weights with `config`. Keras 2 and 3 write them. It reads Sequential and functional
 * chains of layers that these packages have, and gives the same numbers to about 1e-5. A layer with two inputs, such as a `Lambda` or a
 * `Sampling` layer of z_mean and z_log_var, becomes a Gaussian bottleneck. Throws an `InputError` for damaged files, and for a layer or an
 * option that these packages do not have, with its name and its place.
 *
 * ```ts
 * const { model, codes, notes } = fromKeras(await readFile('encoder.keras'), {
 *   h5: await import('jsfive'),
 *   decoder: await readFile('decoder.keras'),
 * });
 * ```
 *
 * @param bytes The content of the file.
 */
export function fromKeras(bytes: Uint8Array, options: FromKerasOptions): OpenedModel {
  const call = 'fromKeras';
  checkSplitOptions(call, options, { h5: true, config: true, decoder: true, decoderConfig: true });
  const { h5, config, decoder, decoderConfig } = options;
  check(
    typeof h5?.File === 'function',
    () => `${call}: h5 must be the reader of HDF5, such as await import('jsfive') gives, not ${show(h5)}`,
  );
  const notes: string[] = [];
  const second = decoder && sourceOf(call, decoder, h5, decoderConfig, notes);
  return opened(sourceOf(call, bytes, h5, config, notes), second, options);
}

const ZIP = [0x50, 0x4b, 3, 4];
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const starts = (bytes: Uint8Array, signature: readonly number[]): boolean => signature.every((byte, i) => bytes[i] === byte);

function sourceOf(call: string, bytes: Uint8Array, h5: Hdf5Reader, config: string | undefined, notes: string[]): Source {
  checkBytes(call, bytes);
  const file = starts(bytes, ZIP) ? archived(call, bytes, h5) : starts(bytes, HDF5) ? alone(call, bytes, h5) : undefined;
  if (!file) throw new InputError(`${call}: the bytes are neither a .keras file nor HDF5`);
  const text = config ?? file.config;
  if (text === undefined) throw new InputError(`${call}: the file holds weights and no layers; give model.to_json() as config`);
  const model = parsed(`${call}: the config of the model`, text);
  return { outputs: outputsOf(call, model), origin: { call, weights: weightsIn(call, file.weights), tfjs: false, notes } };
}

interface Opened {
  readonly config: string | undefined;
  readonly weights: Hdf5File;
}

function archived(call: string, bytes: Uint8Array, h5: Hdf5Reader): Opened {
  const entries = unzip(call, bytes, 'the .keras file');
  const entry = (name: string): Uint8Array => {
    const found = entries.get(name);
    if (!found) throw new InputError(`${call}: the .keras file has no ${name}; it has ${printable([...entries.keys()].join(', '), 200)}`);
    return found;
  };
  return { config: new TextDecoder().decode(entry('config.json')), weights: openHdf5(call, h5, entry('model.weights.h5')) };
}

function alone(call: string, bytes: Uint8Array, h5: Hdf5Reader): Opened {
  const weights = openHdf5(call, h5, bytes);
  return { config: weights.attribute('model_config'), weights };
}

/** Keras 3 numbers the weights of a layer (`layers/dense/vars/0`), the older format names them (`model_weights/dense/dense/kernel:0`). */
function weightsIn(call: string, { datasets }: Hdf5File): WeightSource {
  const numbered = [...datasets.keys()].some((path) => /(^|\/)vars\/\d+$/.test(path));
  if (numbered) return byNumber(call, datasets);
  return byName(call, new Map([...datasets].map(([path, read]) => [path.replace(/:\d+$/, ''), read])));
}

const byNumber =
  (call: string, datasets: ReadonlyMap<string, () => Numbers>): WeightSource =>
  ({ place, path }, names) => {
    const at =
      [place, place.replaceAll(/(^|\/)layers\//g, '$1_layer_checkpoint_dependencies/')].find((one) => datasets.has(`${one}/vars/0`)) ??
      place;
    const count = [...datasets.keys()].filter((key) => key.startsWith(`${at}/vars/`)).length;
    check(
      count === names.length,
      () =>
        `${call}: ${printable(path)} has ${count} weights in the file under ${printable(at, 100)}; it needs ${names.length}: ${names.join(', ')}`,
    );
    return names.map((name, i) => {
      const read = datasets.get(`${at}/vars/${i}`);
      if (!read) throw new InputError(`${call}: the file has no ${name} of ${printable(path)} under ${printable(at, 100)}`);
      return read();
    });
  };
