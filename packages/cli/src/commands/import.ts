import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { loadPytorch } from '@autoencoders/exchange';
import { InputError } from '@autoencoders/core';
import { codeOf, reasonOf } from '@autoencoders/core/node';
import { load, readMetadata, save } from '@autoencoders/models';
import { chooseBackend } from '../backend.js';
import { nameFile, readModel } from '../open-model.js';
import { options } from '../options.js';
import { outputAt, writeOutput } from '../output/file.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import type { Command } from './command.js';

/** The options of `import`. */
interface ImportOptions {
  readonly model: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly out: string;
}

/** Loads weights that PyTorch wrote into a model of the same layers, and saves it. */
async function importWeights(path: string, { model: from, name: names, out }: ImportOptions, { err, style }: Terminal): Promise<void> {
  await outputAt(out);
  await chooseBackend('cpu');
  const { bytes, file } = await readModel(from);
  using model = nameFile(file, () => load(bytes));
  const weights = await readFile(path).catch((cause: unknown) => {
    throw new InputError(`${path} ${codeOf(cause) === 'ENOENT' ? 'is not there' : `cannot be read (${reasonOf(cause)})`}`, { cause });
  });
  await loadPytorch(model, new Uint8Array(weights), { names });
  await writeOutput(out, [await save(model, { metadata: readMetadata(bytes) })]);
  err.write(text`model ${style.cyan(raw(resolve(out)))}\n`);
}

/** Reads `encoder.0.weight=fc1.weight`, and adds it to those before. */
function pair(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = value.indexOf('=');
  return { ...before, [at < 0 ? value : value.slice(0, at)]: at < 0 ? '' : value.slice(at + 1) };
}

export const importCommand: Command<string, ImportOptions> = {
  name: 'import',
  about: 'load weights that PyTorch wrote into a model of the same layers',
  argument: ['<weights>', 'a safetensors file with a state dict of PyTorch'],
  options: [
    new Option('-m, --model <path>', 'the model whose layers the weights are for: a file, or the folder of a run').makeOptionMandatory(),
    new Option(
      '--name <ours=theirs>',
      'which tensor is which weight, such as encoder.0.weight=fc1.weight; may be given several times',
    ).argParser(pair),
    options.out('the file of the model').makeOptionMandatory(),
  ],
  more: `Weights are found by the names that export gives, or by their shapes where only one assignment is possible.`,
  examples: ['import trained.safetensors --model runs/undercomplete-mnist --out trained-there.safetensors'],
  action: importWeights,
};
