import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { save } from '@autoencoders/models';
import { chooseBackend } from '../backend.js';
import { foundAt } from '../import/found.js';
import { inWordsOfImport } from '../import/in-words.js';
import { openers } from '../import/openers.js';
import type { ImportOptions } from '../import/openers.js';
import { options } from '../options.js';
import { outputAt, writeOutput } from '../output/file.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import type { Command } from './command.js';

/** Opens a model of another tool, or puts weights into a model, and saves it. */
async function importModel(path: string, given: ImportOptions, { err, style }: Terminal): Promise<void> {
  const { out, ...rest } = given;
  await outputAt(out);
  await chooseBackend('cpu');
  const found = await foundAt(path);
  const { about, options: fitting, open } = openers[found.kind];
  for (const name of Object.keys(rest) as (keyof typeof rest)[])
    check(fitting.includes(name), () => `import: --${dashed(name)} is not for ${about}, such as ${found.file}`);
  const { model, metadata, codes, notes } = await open(found, given).catch((cause: unknown) => {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(`${found.file}: ${inWordsOfImport(cause.message)}`, { cause });
  });
  using owned = model;
  await writeOutput(out, [await save(owned, { metadata })]);
  if (codes !== undefined) err.write(text`codes: the layer ${codes}${'codeSize' in owned && text`, ${owned.codeSize} numbers`}\n`);
  for (const note of notes) err.write(text`note: ${note}\n`);
  err.write(text`model ${style.cyan(raw(resolve(out)))}\n`);
}

const dashed = (name: string): string => name.replace('decoderConfig', 'decoder-config');

/** Reads `encoder.0.weight=fc1.weight`, and adds it to those before. */
function pair(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = value.indexOf('=');
  return { ...before, [at < 0 ? value : value.slice(0, at)]: at < 0 ? '' : value.slice(at + 1) };
}

/** Reads the shape of one example: `28x28x1`. */
function shape(value: string): readonly number[] {
  const sizes = value.split(/[x×]/i).map(Number);
  if (sizes.length > 3 || !sizes.every((size) => Number.isSafeInteger(size) && size > 0))
    throw new InvalidArgumentError('It must be one to three sizes, such as 784 or 28x28x1.');
  return sizes;
}

/** Reads the name of a layer, or its number. */
const layer = (value: string): string | number => (/^\d+$/.test(value) ? Number(value) : value);

export const importCommand: Command<string, ImportOptions> = {
  argument: [
    '<file>',
    'a .keras or .h5 file, a model.json of TensorFlow.js with its weight files beside it, a safetensors file, a folder with model.json or model.safetensors, or an address of Hugging Face',
  ],
  options: [
    new Option(
      '--codes <layer>',
      'of Keras and TensorFlow.js: the layer that gives the codes, by its name or its number from 0 (default: the narrowest flat layer, or the end of the first of two models)',
    ).argParser(layer),
    new Option('--decoder <path>', 'of Keras and TensorFlow.js: the decoder, where it is a file of its own'),
    new Option('--config <path>', 'of Keras: a file with what model.to_json() gives, for a file of weights alone'),
    new Option('--decoder-config <path>', 'of Keras: the same for a decoder of weights alone'),
    new Option('--input <sizes>', 'of Keras and TensorFlow.js: the shape of one example, where the file leaves it open: 28x28x1').argParser(
      shape,
    ),
    new Option(
      '--spread <kind>',
      'of Keras and TensorFlow.js: what the second layer of a variational code gives, ln σ² or ln σ (default: by its name)',
    ).choices(['logVar', 'logSigma']),
    new Option('-m, --model <path>', 'of PyTorch: the model whose layers the weights are for: a file, or the folder of a run'),
    new Option(
      '--name <ours=theirs>',
      'of PyTorch: which tensor is which weight, such as encoder.0.weight=fc1.weight; may be given several times',
    ).argParser(pair),
    options.out('the file of the model').makeOptionMandatory(),
  ],
  more: `The content of a file decides how it is read. Other commands take the new model as one of their own; name data for it with --data.
Weights of PyTorch are found by the names that export gives, or by their shapes where only one assignment is possible.
A safetensors file of these packages, such as that at an address of Hugging Face, is checked and copied.`,
  examples: [
    'import autoencoder.keras --out mine.safetensors',
    'import autoencoder.keras --codes encoded --out mine.safetensors',
    'import model.weights.h5 --config model.json --out mine.safetensors',
    'import encoder.keras --decoder decoder.keras --out mine.safetensors',
    'import tfjs/model.json --out mine.safetensors && evaluate mine.safetensors --data mnist',
    'import https://huggingface.co/user/model --out mine.safetensors',
    'import trained.safetensors --model runs/undercomplete-mnist --out trained-there.safetensors',
  ],
  action: importModel,
};
