import { printable } from '@autoencoders/core/internal';
import { chooseBackend } from '../backend.js';
import { openAny } from '../open-model.js';
import type { RunInfo } from '../run-info.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import { modelArgument } from './command.js';
import type { Command } from './command.js';

/** Prints the layers of a model, and how it was trained. */
async function info(path: string, { out }: Terminal): Promise<void> {
  await chooseBackend('cpu');
  const opened = await openAny(path);
  using model = 'model' in opened ? opened.model : opened.classifier;
  await out.write(text`${opened.file}\n\n${lines(model.summary())}\n`);
  if (!opened.info) return;
  const rows = Object.entries(tableOf(opened.info)).map(([name, value]) => text`  ${printable(name).padEnd(16)} ${value}\n`);
  await out.write(text`\ntrained\n${rows}`);
}

const tableOf = ({ variant, dataset, settings, training }: RunInfo): Readonly<Record<string, string | number>> => ({
  variant,
  dataset,
  ...settings,
  ...training,
});

export const infoCommand: Command<string> = {
  name: 'info',
  about: 'print the layers of a model, and how it was trained',
  argument: modelArgument,
  options: [],
  examples: ['info runs/variational-mnist'],
  action: (path, _, terminal) => info(path, terminal),
};
