import { resolve } from 'node:path';
import { printable } from '@autoencoders/core/internal';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { verdictLine } from '@autoencoders/report';
import type { Finding } from '@autoencoders/report';
import { clockTime, figure, termsText, whole } from './format.js';
import { hintsText } from './hints.js';
import { DETECTOR_FILE, MODEL_FILE, REPORT_FILE } from './output/run-files.js';
import type { Written } from './output/run-folder.js';
import { ranksText } from './rank-times.js';
import { RECORD_FILE } from './run-record.js';
import type { RunRecord } from './run-record.js';
import { shellQuotePath } from './shell-quote.js';
import type { Style, Terminal } from './terminal.js';
import { lines, raw, text } from './text.js';
import type { Text } from './text.js';
import type { TrainedModel } from './trained-model.js';
import type { VariantView } from './variants/index.js';

/** What is to be trained, on what. */
interface Introduction {
  readonly variant: VariantView;
  readonly summary: string;
  readonly backend: string;
  readonly seed: number;
  readonly training: OpenDataset;
  readonly test: OpenDataset;
  /** How many of the training examples are used. */
  readonly examples: number;
}

/** Prints what is to be trained, on what. */
export function introduce({ variant, summary, backend, seed, training, test, examples }: Introduction, { err, style }: Terminal): void {
  err.write(text`${style.bold(variant.name)}: ${variant.about}\n`);
  err.write(
    text`${training.name}: ${whole(examples)} training examples, ${whole(test.count)} test examples${heldOutText(test)}; backend ${backend}, seed ${seed}\n\n`,
  );
  err.write(text`${style.dim(lines(summary))}\n\n`);
}

/** A remark on a dataset without a test part. */
export const heldOutText = ({ heldOut }: OpenDataset): Text =>
  raw(heldOut ? ' (there is no test part, so every tenth example is held out for testing)' : '');

/** A run that was written. */
interface Conclusion {
  readonly trained: TrainedModel;
  readonly record: RunRecord;
  readonly findings: readonly Finding[];
  readonly written: Written;
  readonly seconds: number;
  readonly training: OpenDataset;
  /** The data as the user named them, as words for a shell. */
  readonly source: Text;
  /** Whether there is a report, and whether training failed. */
  readonly report: boolean;
  readonly failed: boolean;
}

/** Prints the test loss of a trained model, where the files of its run are, and what to try next. */
export function conclude(
  { trained, record, findings, written, seconds, training, source, report, failed }: Conclusion,
  { err, style }: Terminal,
): void {
  const { variant, settings } = trained;
  const { loss = NaN, terms = {} } = record.test ?? {};
  const parts = Object.keys(terms).length > 1 && `, the sum of ${termsText(terms)}`;
  err.write(text`\nTest loss: ${style.bold(figure(loss))} (${variant.unit})${parts}. Training took ${clockTime(seconds)}.\n`);
  err.write(text`${style.bold(verdictLine(findings))}.\n\n`);
  err.write(filesText(written, [...(report ? (['report'] as const) : []), 'model', 'figures'], style));
  if (record.ranks) err.write(text`\n${lines(ranksText(record.ranks))}`);
  if (failed) return;
  const context = { variant: variant.name, settings, run: shellQuotePath(written.folder), data: source, training };
  err.write(hintsText(variant.hints(context), style));
}

type RunFile = 'report' | 'model' | 'detector' | 'figures';
const fileNames: Readonly<Record<RunFile, string>> = {
  report: REPORT_FILE,
  model: MODEL_FILE,
  detector: DETECTOR_FILE,
  figures: RECORD_FILE,
};

/** Where the files of a run are, and which other files stayed in its folder. */
export function filesText({ folder, kept }: Written, names: readonly RunFile[], style: Style): Text {
  const width = Math.max(7, ...names.map(({ length }) => length));
  const rows = names.map(
    (name) =>
      text`  ${name.padEnd(width)}  ${style.cyan(raw(printable(resolve(folder, fileNames[name]), Infinity)))}${name === 'report' && '  (open it in a browser)'}\n`,
  );
  const more = kept.length > 3 && ` and ${kept.length - 3} more`;
  const others = text`${kept.slice(0, 3).map((name, i) => text`${i > 0 && ', '}${name}`)}${more}`;
  return text`${rows}${kept.length > 0 && text`  kept     ${others}, not written by a run\n`}`;
}
