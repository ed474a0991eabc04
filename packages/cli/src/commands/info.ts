import { printable } from '@autoencoders/core/internal';
import { showShape } from '@autoencoders/core/operations';
import { thresholdSentence } from '@autoencoders/anomaly';
import { chooseBackend } from '../backend.js';
import { isDetector, openDetector } from '../detect/detector-run.js';
import { openAny } from '../open-model.js';
import type { RunInfo } from '../run-info.js';
import type { Terminal } from '../terminal.js';
import { lines, raw, text } from '../text.js';
import { modelArgument } from './command.js';
import type { Command } from './command.js';

/** Prints the layers of a model, and how it was trained; of a detector, what it learned from, and its threshold. */
async function info(path: string, terminal: Terminal): Promise<void> {
  const { out } = terminal;
  await chooseBackend('cpu');
  if (await isDetector(path)) return detectorInfo(path, terminal);
  const opened = await openAny(path);
  using model = 'model' in opened ? opened.model : opened.classifier;
  await out.write(text`${opened.file}\n\n${lines(model.summary())}\n`);
  if (!opened.info) return;
  const rows = Object.entries(tableOf(opened.info)).map(([name, value]) => text`  ${printable(name).padEnd(16)} ${value}\n`);
  await out.write(text`\ntrained\n${rows}`);
}

async function detectorInfo(path: string, { out }: Terminal): Promise<void> {
  const { file, detector, info: made } = await openDetector(path);
  using owned = detector;
  const { encoder, shape, threshold, notes } = owned;
  const rows = Object.entries({
    ...made,
    reading: undefined,
    label: made?.label?.column,
    ...(!encoder && { pictures: showShape(shape) }),
  }).flatMap(([name, value]) => (value === undefined ? [] : [text`  ${name.padEnd(16)} ${value}\n`]));
  const columns = encoder?.columns.map(({ name, kind }) => text`  ${printable(name, 24).padEnd(24)}  ${kind}\n`) ?? [];
  await out.write(
    text`${file}: a detector\n\n${raw(thresholdSentence(threshold))}\n${notes.map((note) => text`${note}\n`)}\nfitted\n${rows}${encoder && text`\ncolumns\n${columns}`}`,
  );
}

const tableOf = ({ variant, dataset, settings, training }: RunInfo): Readonly<Record<string, string | number>> => ({
  variant,
  dataset,
  ...settings,
  ...training,
});

export const infoCommand: Command<string> = {
  name: 'info',
  about: 'print the layers of a model, and how it was trained; of a detector, its threshold',
  argument: modelArgument,
  options: [],
  examples: ['info runs/variational-mnist'],
  action: (path, _, terminal) => info(path, terminal),
};
