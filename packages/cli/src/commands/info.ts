import { printable } from '@autoencoders/core/internal';
import { showShape } from '@autoencoders/core/operations';
import { thresholdSentence } from '@autoencoders/anomaly';
import type { Detector, SeriesDetector } from '@autoencoders/anomaly';
import { chooseBackend } from '../backend.js';
import { isDetector, openDetector } from '../detect/detector-run.js';
import { counted } from '../format.js';
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
  const { threshold, notes } = owned;
  const known = { ...made, reading: undefined, series: undefined, label: made?.label?.column, ...looksAt(owned) };
  const rows = Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [text`  ${name.padEnd(16)} ${value}\n`]));
  const columns = columnsOf(owned)?.map(({ name, kind }) => text`  ${printable(name, 24).padEnd(24)}  ${kind}\n`);
  await out.write(
    text`${file}: a detector\n\n${raw(thresholdSentence(threshold))}\n${notes.map((note) => text`${note}\n`)}\nfitted\n${rows}${columns && text`\ncolumns\n${columns}`}`,
  );
}

/** What a detector takes, where it takes no rows. */
function looksAt(detector: Detector | SeriesDetector): Readonly<Record<string, string>> {
  if (detector.kind === 'series') return { window: counted(detector.window.length, 'step') };
  return detector.encoder ? {} : { pictures: showShape(detector.shape) };
}

/** The columns of a table or a series. Undefined for pictures. */
const columnsOf = (detector: Detector | SeriesDetector): readonly { readonly name: string; readonly kind: string }[] | undefined =>
  detector.kind === 'series' ? detector.columns?.map((name) => ({ name, kind: 'number' })) : detector.encoder?.columns;

const tableOf = ({ variant, dataset, settings, training }: RunInfo): Readonly<Record<string, string | number>> => ({
  variant,
  dataset,
  ...settings,
  ...training,
});

export const infoCommand: Command<string> = {
  argument: modelArgument,
  options: [],
  examples: ['info runs/variational-mnist'],
  action: (path, _, terminal) => info(path, terminal),
};
