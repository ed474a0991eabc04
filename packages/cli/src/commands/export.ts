import { basename, resolve } from 'node:path';
import { Option } from 'commander';
import { toOnnx, toPytorch } from '@autoencoders/exchange';
import { check } from '@autoencoders/core/operations';
import { load, readMetadata } from '@autoencoders/models';
import { chooseBackend } from '../backend.js';
import { nameFile, readModel } from '../open-model.js';
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
  readonly to: 'onnx' | 'pytorch';
  readonly part?: 'model' | 'encoder' | 'decoder';
  readonly out?: string;
}

/** Writes a model for another tool. */
async function exportModel(path: string, { to, part, out }: ExportOptions, { err, style }: Terminal): Promise<void> {
  check(to === 'onnx' || part === undefined, 'export: --part is for --to onnx; the class for PyTorch has encode and forward');
  await chooseBackend('cpu');
  const { bytes, file } = await readModel(path);
  const metadata = nameFile(file, () => readMetadata(bytes));
  using model = nameFile(file, () => load(bytes));
  const name = basename(resolve(path)).replace(/\.safetensors$/, '');
  const written = to === 'onnx' ? (out ?? `${name}.onnx`) : (out ?? `${name}-pytorch`);
  if (to === 'onnx') {
    await outputAt(written);
    await writeOutput(written, [await toOnnx(model, { part, metadata })]);
  } else {
    const { weights, code } = await toPytorch(model);
    await writeFiles(written, { 'model.safetensors': weights, 'model.py': code });
  }
  err.write(text`${to === 'onnx' ? 'ONNX' : 'PyTorch'}: ${style.cyan(raw(resolve(written)))}\n`);
  if (tableOf(metadata))
    err.write(
      text`It takes the features of the table's encoder, not the columns as they are in a file: reconstruct and encode of this command do both.\n`,
    );
}

export const exportCommand: Command<string, ExportOptions> = {
  name: 'export',
  about: 'write a model for another tool: an ONNX file, or a state dict and a class for PyTorch',
  argument: modelArgument,
  options: [
    new Option('--to <tool>', 'the tool').choices(['onnx', 'pytorch']).default('onnx'),
    new Option('--part <name>', 'what an ONNX file computes (default: model, with all outputs)').choices(['model', 'encoder', 'decoder']),
    options.out('the ONNX file (default: <model>.onnx), or the folder for PyTorch (default: <model>-pytorch)'),
  ],
  more: `ONNX: input x and outputs codes and reconstruction, float32, images with their channels last; the record of the training is in the metadata.
PyTorch: model.safetensors and model.py, images with their channels first.`,
  examples: ['export runs/variational-mnist', 'export runs/variational-mnist --to pytorch --out mine'],
  action: exportModel,
};
