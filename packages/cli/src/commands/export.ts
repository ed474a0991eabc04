import { basename, resolve } from 'node:path';
import { Option } from 'commander';
import { toOnnx, toPytorch } from '@autoencoders/exchange';
import { check } from '@autoencoders/core/operations';
import { load, readMetadata } from '@autoencoders/models';
import { chooseBackend } from '../backend.js';
import { nameFile, readModel } from '../open-model.js';
import { huggingFaceFiles } from '../hugging-face.js';
import { options } from '../options.js';
import { outputAt, writeOutput } from '../output/file.js';
import { writeFiles } from '../output/run-files.js';
import { tableOf } from '../tables/table-form.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import { modelArgument } from './command.js';
import type { Command } from './command.js';

/** The options of `export`. */
interface ExportOptions {
  readonly to: 'onnx' | 'pytorch' | 'huggingface';
  readonly part?: 'model' | 'encoder' | 'decoder';
  readonly license?: string;
  readonly onnx?: boolean;
  readonly out?: string;
}

/** Writes a model for another tool. */
async function exportModel(path: string, { to, part, out, license, onnx }: ExportOptions, { err, style }: Terminal): Promise<void> {
  check(to !== 'pytorch' || part === undefined, 'export: --part is for --to onnx; the class for PyTorch has encode and forward');
  check(to !== 'huggingface' || part === undefined, 'export: --part is for --to onnx; a folder for Hugging Face has the whole model');
  for (const [name, value] of Object.entries({ license, onnx }))
    check(to === 'huggingface' || value === undefined, () => `export: --${name} is for --to huggingface`);
  await chooseBackend('cpu');
  const { bytes, file } = await readModel(path);
  const metadata = nameFile(file, () => readMetadata(bytes));
  using model = nameFile(file, () => load(bytes));
  const name = basename(resolve(path)).replace(/\.safetensors$/, '');
  const written = out ?? (to === 'onnx' ? `${name}.onnx` : `${name}-${to}`);
  if (to === 'onnx') {
    await outputAt(written);
    await writeOutput(written, [await toOnnx(model, { part, metadata })]);
  } else if (to === 'huggingface') {
    await writeFiles(written, await huggingFaceFiles(model, path, metadata, { name, license, onnx }));
  } else {
    const { weights, code } = await toPytorch(model);
    await writeFiles(written, { 'model.safetensors': weights, 'model.py': code });
  }
  err.write(text`${TOOLS[to]}: ${style.cyan(raw(resolve(written)))}\n`);
  if (tableOf(metadata))
    err.write(
      text`It takes the features of the table's encoder, not the columns as they are in a file: reconstruct and encode of this command do both.\n`,
    );
}

const TOOLS = { onnx: 'ONNX', pytorch: 'PyTorch', huggingface: 'Hugging Face' } as const;

export const exportCommand: Command<string, ExportOptions> = {
  name: 'export',
  about: 'write a model for another tool: an ONNX file, a state dict and a class for PyTorch, or a folder for Hugging Face',
  argument: modelArgument,
  options: [
    new Option('--to <tool>', 'the tool').choices(['onnx', 'pytorch', 'huggingface']).default('onnx'),
    new Option('--part <name>', 'what an ONNX file computes (default: model, with all outputs)').choices(['model', 'encoder', 'decoder']),
    new Option('--license <name>', 'of huggingface: the licence of the model, such as mit or cc-by-4.0 (default: unknown)'),
    new Option('--onnx', 'of huggingface: add onnx/model.onnx'),
    options.out('the ONNX file (default: <model>.onnx), or the folder (default: <model>-pytorch, <model>-huggingface)'),
  ],
  more: `ONNX: input x and outputs codes and reconstruction, float32, images with their channels last; the record of the training is in the metadata.
PyTorch: model.safetensors and model.py, images with their channels first.
Hugging Face: config.json, model.safetensors and README.md, a model card made from the run. Nothing is uploaded.`,
  examples: [
    'export runs/variational-mnist',
    'export runs/variational-mnist --to pytorch --out mine',
    'export runs/variational-mnist --to huggingface --license mit --out mine',
  ],
  action: exportModel,
};
