import { basename, resolve } from 'node:path';
import { Option } from 'commander';
import { detectorToOnnx, toOnnx, toPytorch, toTfjsLayers } from '@autoencoders/exchange';
import { check } from '@autoencoders/core/operations';
import { load, readMetadata } from '@autoencoders/models';
import { chooseBackend } from '../backend.js';
import { isDetector, openDetector } from '../detect/detector-run.js';
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

/** How the tools are called. */
const TOOLS = { onnx: 'ONNX', pytorch: 'PyTorch', tfjs: 'TensorFlow.js', huggingface: 'Hugging Face' } as const;

/** The options of `export`. */
interface ExportOptions {
  readonly to: keyof typeof TOOLS;
  readonly part?: 'model' | 'encoder' | 'decoder';
  readonly license?: string;
  readonly onnx?: boolean;
  readonly out?: string;
}

/** Writes a model or a detector for another tool. */
async function exportAny(path: string, options: ExportOptions, terminal: Terminal): Promise<void> {
  const { to, part, license, onnx } = options;
  const forParts = 'export: --part is for --to onnx and --to tfjs';
  check(to !== 'pytorch' || part === undefined, `${forParts}; the class for PyTorch has encode and forward`);
  check(to !== 'huggingface' || part === undefined, `${forParts}; a folder for Hugging Face has the whole model`);
  for (const [name, value] of Object.entries({ license, onnx }))
    check(to === 'huggingface' || value === undefined, () => `export: --${name} is for --to huggingface`);
  await chooseBackend('cpu');
  return (await isDetector(path)) ? exportDetector(path, options, terminal) : exportModel(path, options, terminal);
}

async function exportModel(path: string, { to, part, out, license, onnx }: ExportOptions, terminal: Terminal): Promise<void> {
  const { bytes, file } = await readModel(path);
  const metadata = nameFile(file, () => readMetadata(bytes));
  using model = nameFile(file, () => load(bytes));
  const encoder = tableOf(metadata);
  if (to === 'onnx') {
    const takesColumns = encoder && part !== 'decoder';
    await writeOnnx(path, out, () => toOnnx(model, { part, metadata, encoder: takesColumns ? encoder : undefined }), terminal);
    if (takesColumns) terminal.err.write(COLUMNS);
    return;
  }
  const written = out ?? `${nameOf(path)}-${to}`;
  if (to === 'huggingface') await writeFiles(written, await huggingFaceFiles(model, path, metadata, { name: nameOf(path), license, onnx }));
  else if (to === 'tfjs') {
    const { modelJson, weights } = await toTfjsLayers(model, { part });
    await writeFiles(written, { 'model.json': JSON.stringify(modelJson), 'weights.bin': weights });
  } else {
    const { weights, code } = await toPytorch(model);
    await writeFiles(written, { 'model.safetensors': weights, 'model.py': code });
  }
  terminal.err.write(text`${TOOLS[to]}: ${terminal.style.cyan(raw(resolve(written)))}\n`);
  if (encoder)
    terminal.err.write(
      text`It takes the features of the table's encoder, not the columns as they are in a file: reconstruct and encode of this command do both.\n`,
    );
}

async function exportDetector(path: string, { to, part, out }: ExportOptions, terminal: Terminal): Promise<void> {
  check(to === 'onnx', () => `export: a detector has no counterpart in ${TOOLS[to]}; use --to onnx`);
  check(part === undefined, 'export: --part is for models; the file of a detector has its score, its contributions and its alarms');
  using detector = (await openDetector(path)).detector;
  await writeOnnx(path, out, () => detectorToOnnx(detector, { metadata: detector.metadata }), terminal);
  if (detector.kind === 'series') terminal.err.write(SERIES);
  else if (detector.encoder) terminal.err.write(COLUMNS);
}

const COLUMNS = text`It takes the columns of the table as they are: numbers as float64 (NaN: missing), date-times in seconds since 1970, words as strings ("": missing).\n`;

const SERIES = text`It takes a whole series as it is: x, float64, one row for each step (NaN: missing), and times, if the detector learned from some.\n`;

const nameOf = (path: string): string => basename(resolve(path)).replace(/\.safetensors$/, '');

async function writeOnnx(path: string, out: string | undefined, make: () => Promise<Uint8Array>, { err, style }: Terminal): Promise<void> {
  const written = out ?? `${nameOf(path)}.onnx`;
  await outputAt(written);
  await writeOutput(written, [await make()]);
  err.write(text`ONNX: ${style.cyan(raw(resolve(written)))}\n`);
}

export const exportCommand: Command<string, ExportOptions> = {
  argument: modelArgument,
  options: [
    new Option('--to <tool>', 'the tool').choices(Object.keys(TOOLS)).default('onnx'),
    new Option('--part <name>', 'of onnx and tfjs: what the file computes (default: model)').choices(['model', 'encoder', 'decoder']),
    new Option('--license <name>', 'of huggingface: the licence of the model, such as mit or cc-by-4.0 (default: unknown)'),
    new Option('--onnx', 'of huggingface: add onnx/model.onnx'),
    options.out('the ONNX file (default: <model>.onnx), or the folder (default: <model>-pytorch, <model>-tfjs, <model>-huggingface)'),
  ],
  more: `ONNX: input x and outputs codes and reconstruction, float32, images with their channels last; the record of the training is in the metadata.
Of a table, the columns go in as they are, one input for each. A detector gives score, contributions and alarm.
PyTorch: model.safetensors and model.py, images with their channels first.
TensorFlow.js: model.json and weights.bin, for tf.loadLayersModel.
Hugging Face: config.json, model.safetensors and README.md, a model card made from the run. Nothing is uploaded.`,
  examples: [
    'export runs/variational-mnist',
    'export runs/variational-mnist --to pytorch --out mine',
    'export runs/variational-mnist --to tfjs --out public/model',
    'export runs/variational-mnist --to huggingface --license mit --out mine',
    'export runs/detector-flats-csv',
  ],
  action: exportAny,
};
