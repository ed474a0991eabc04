import { printable } from '@autoencoders/core/internal';
import { resolve } from 'node:path';
import type { OpenDataset } from '@autoencoders/datasets/node';
import type { Variant } from './variants/index.js';
import { clockTime, figure, termsText, whole } from './format.js';
import { invocation } from './invocation.js';
import { FIGURES_FILE, MODEL_FILE, REPORT_FILE } from './output/run-folder.js';
import type { Written } from './output/run-folder.js';
import { strip } from './preview.js';
import { quotedPath } from './quoted.js';
import { trainedRows } from './sections.js';
import type { ReportData } from './sections.js';
import type { Style, Terminal } from './terminal.js';
import { lines, raw, text } from './text.js';
import type { Text } from './text.js';
import type { Trained } from './training-report.js';

/** What is about to be trained, on what. */
export interface Introduced {
  readonly variant: Variant;
  readonly summary: string;
  readonly computing: string;
  readonly seed: number;
  /** The examples to train on and to test by, and how many of the former are taken. */
  readonly training: OpenDataset;
  readonly test: OpenDataset;
  readonly examples: number;
}

export function introduce({ variant, summary, computing, seed, training, test, examples }: Introduced, { err, style }: Terminal): void {
  err.write(text`${style.bold(variant.name)}: ${variant.about}\n`);
  err.write(
    text`${training.name}: ${whole(examples)} examples to train on, ${whole(test.count)} to test${heldOutText(test)}; backend ${computing}, seed ${seed}\n\n`,
  );
  err.write(text`${style.dim(lines(summary))}\n\n`);
}

/** What is said of a dataset without a test part. */
export const heldOutText = ({ heldOut }: OpenDataset): Text =>
  raw(heldOut ? ' (there is no test part, so every tenth example is held out)' : '');

/** What came of it, where it lies, and what to try next. */
export function conclude(
  { judged, options, history, results }: Trained,
  written: Written,
  failure: Error | undefined,
  { err, style }: Terminal,
): void {
  if (style.colours && err.isTTY) err.write(text`\n${previewOf(judged, err.columns || 80)}\n`);
  const several = Object.keys(results.terms).length > 1;
  const parts = several && `, of it ${termsText(results.terms)}`;
  const time = clockTime(history.at(-1)?.elapsedSeconds ?? 0);
  err.write(
    text`\nOn the test examples: loss ${style.bold(figure(results.loss))} (${judged.variant.unit})${parts}; trained in ${time}.\n\n`,
  );
  err.write(placesText(written, [...(history.length > 0 ? (['report'] as const) : []), 'model', 'figures'], style));
  if (!failure) err.write(suggestionsText(suggestions(judged, options.dataset, written.folder), style));
}

type Left = 'report' | 'model' | 'figures';
const files: Readonly<Record<Left, string>> = { report: REPORT_FILE, model: MODEL_FILE, figures: FIGURES_FILE };

/** Where the files of a run lie, and what else there stays. */
export function placesText({ folder, kept }: Written, names: readonly Left[], style: Style): Text {
  const rows = names.map(
    (name) =>
      text`  ${name.padEnd(7)}  ${style.cyan(raw(printable(resolve(folder, files[name]), Infinity)))}${name === 'report' && '  (open it in a browser)'}\n`,
  );
  const more = kept.length > 3 && ` and ${kept.length - 3} more`;
  const others = text`${kept.slice(0, 3).map((name, i) => text`${i > 0 && ', '}${name}`)}${more}`;
  return text`${rows}${kept.length > 0 && text`  kept     ${others}, which no run wrote\n`}`;
}

/** A command to try, in words that a shell reads back, and what it does. */
export type Suggestion = readonly [command: Text, about: string];

/** Commands to try as they are typed from here. */
export function suggestionsText(suggested: readonly Suggestion[], style: Style): Text {
  const rows = suggested.map(([command, about]) => [text`${invocation()} ${command}`, about] as const);
  const width = Math.max(...rows.map(([command]) => command.text.length));
  return text`\nTry next:\n${rows.map(([command, about]) => text`  ${style.bold(raw(command.text.padEnd(width)))}  ${style.dim(about)}\n`)}`;
}

/** Commands that show more of what was trained, and what they do. */
function suggestions({ variant, settings }: ReportData, dataset: string, folder: string): readonly Suggestion[] {
  const small = settings.latent > 2;
  const [run, data] = [quotedPath(folder), quotedPath(dataset)];
  return [
    variant.name === 'variational'
      ? [text`sample ${run} --out samples.png`, 'new examples from random codes']
      : [text`reconstruct ${run} --out pictures.png`, 'test examples and what the model makes of them'],
    [text`encode ${run} --out codes.csv`, 'the codes of the test examples'],
    variant.name === 'top-k'
      ? [text`train top-k --dataset ${data} --k ${Math.ceil(settings.k / 4)}`, 'fewer features for each example']
      : [
          text`train ${variant.name} --dataset ${data} --latent ${small ? 2 : 8}`,
          small ? 'a code that can be drawn as it is' : 'a larger code',
        ],
  ];
}

/** A few test examples and what the model makes of them, for terminals that show colours. */
function previewOf(judged: ReportData, columns: number): Text {
  const [height = 0, width = 0, channels = 1] = judged.dataset.shape;
  if (judged.dataset.shape.length !== 3 || channels !== 1) return raw('');
  const rows = trainedRows(judged, Math.max(1, Math.floor(columns / (width + 1))));
  const pictures = rows.map(({ images: { values } }) => {
    const size = width * height;
    return Array.from({ length: values.length / size }, (_, i) => ({ width, height, values: values.subarray(i * size, (i + 1) * size) }));
  });
  return raw(pictures.map((row) => strip(row, columns).join('\n')).join('\n\n'));
}
