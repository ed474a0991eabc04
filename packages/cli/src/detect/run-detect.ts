import { join, resolve } from 'node:path';
import { fitDetector, saveDetector } from '@autoencoders/anomaly';
import type { FittedDetector } from '@autoencoders/anomaly';
import { rowCount } from '@autoencoders/core/internal';
import { failures } from '../failures.js';
import type { WatchedRun } from '../fit-with-progress.js';
import { counted, whole } from '../format.js';
import { hintsText } from '../hints.js';
import { filesText } from '../messages.js';
import { outputAt, writeOutput } from '../output/file.js';
import { SCORES_FILE } from '../output/run-files.js';
import { progressBar } from '../progress-bar.js';
import { shellQuotePath } from '../shell-quote.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import { adviceOf } from './advice.js';
import { compared, outcomeOf } from './controls.js';
import type { Outcome } from './controls.js';
import { driftIn } from './drift.js';
import { detectReport } from './detect-report.js';
import { recordOf, summary } from './judged.js';
import { detectorMetadata } from './detector-run.js';
import type { DetectorInfo } from './detector-run.js';
import { bothKinds, readScored, readTraining } from './examples.js';
import type { Examples, TrainingExamples } from './examples.js';
import { findIn } from './found.js';
import { controls, methods } from './methods.js';
import type { DetectOptions } from './options.js';
import { scoresCsv } from './scores-csv.js';

/** The default false-alarm rate. */
export const ALARM_RATE = 0.01;

/** A detector that was fitted, what it learned from, and how long that took. */
export interface Fitted {
  readonly detector: FittedDetector;
  readonly training: TrainingExamples;
  readonly info: DetectorInfo;
}

/** Fits a method to the usual rows of a table. Rows that are scored themselves are all held out once. */
async function fitMethod(
  name: keyof typeof methods,
  training: TrainingExamples,
  given: DetectOptions,
  { err }: Pick<Terminal, 'err'>,
  all: typeof methods = methods,
): Promise<{ readonly detector: FittedDetector; readonly seconds: number }> {
  const start = performance.now();
  const bar = progressBar({ err }, `learning (${name})`, (share) => `${Math.round(100 * share)} %`);
  try {
    const detector = await fitDetector(training.usual, {
      method: all[name]!(rowCount(training.usual)),
      encoder: training.encoder,
      alarmRate: given.alarmRate ?? ALARM_RATE,
      trim: given.trim,
      seed: given.seed,
      ...(given.on === undefined && rowCount(training.usual) > MANY && { folds: 2 }),
      onProgress: (share) => bar.show(share, 1),
    });
    return { detector, seconds: (performance.now() - start) / 1000 };
  } finally {
    bar.end();
  }
}

/** Above this many rows, those that are scored themselves are held out in two parts. */
const MANY = 5000;

/** Reads the table to learn from, and fits the detector to it. The caller disposes it. */
export async function fitOn(path: string, given: DetectOptions, terminal: Terminal, backend: string): Promise<Fitted> {
  const training = await readTraining(path, given);
  terminal.err.write(training.about);
  terminal.err.write(
    text`${terminal.style.bold('detect')}: ${whole(rowCount(training.usual))} usual rows, ${counted(training.encoder.columns.length, 'column')}; method ${given.method}, backend ${backend}, seed ${given.seed}\n`,
  );
  const { detector, seconds } = await fitMethod(given.method, training, given, terminal);
  const info: DetectorInfo = {
    method: given.method,
    data: resolve(path),
    rows: rowCount(training.usual),
    columns: training.encoder.columns.length,
    alarmRate: given.alarmRate ?? ALARM_RATE,
    trim: given.trim,
    seed: given.seed,
    seconds: Number(seconds.toFixed(2)),
    label: training.rule,
  };
  return { detector, training, info };
}

/** The held-out scores of the rows that were learned from, at their places in the table. NaN for rows that were not. */
const knownScores = ({ heldOutScores }: FittedDetector, { data, places }: TrainingExamples): Float64Array => {
  const known = new Float64Array(rowCount(data)).fill(NaN);
  places.forEach((place, i) => (known[place] = heldOutScores[i]!));
  return known;
};

/** Fits a detector, scores a table, and writes the scores, the detector, a report and the figures. */
export async function trainAndDetect(path: string, given: DetectOptions, watched: WatchedRun, backend: string): Promise<void> {
  const { run, signals, terminal } = watched;
  const { err, style } = terminal;
  if (given.out !== undefined) await outputAt(given.out);
  const { detector, training, info } = await fitOn(path, given, terminal, backend);
  using owned = detector;
  const examples =
    given.on === undefined ? training : await readScored(given.on, { ...given, encoder: training.encoder, rule: training.rule });
  const { attempt, rethrow } = failures(terminal);
  signals.enter('writing the model');
  const bytes = await saveDetector(owned, { metadata: detectorMetadata({ ...info, label: examples.rule ?? info.label }) });
  await run.writeModel(bytes);
  signals.enter('judging');
  const found = await findIn(
    detector,
    examples,
    progressBar(terminal, 'scoring'),
    given.on === undefined ? knownScores(detector, training) : undefined,
  );
  const out = given.out ?? join(run.folder, SCORES_FILE);
  await writeOutput(out, scoresCsv(examples, found, given.keep === true));
  const outcomes = [
    outcomeOf('detector', found, info.seconds),
    ...((await attempt('the controls', () => controlsOn(examples, training, given, terminal))) ?? []),
  ];
  const methodsCompared = compared(outcomes, bothKinds(examples.kinds));
  const advice = adviceOf(methodsCompared);
  const own = given.on === undefined;
  const drift = own ? undefined : await attempt('the test of drift', () => driftIn(detector, examples));
  const judged = { detector, examples, found, info, outcomes, methods: methodsCompared, advice, own, drift };
  const report = await attempt('the report', () => detectReport(judged));
  const written = await run.writeResults(bytes, recordOf(judged), report);
  err.write(summary(judged, terminal));
  err.write(text`  scores    ${style.cyan(raw(resolve(out)))}\n`);
  err.write(filesText(written, [...(report === undefined ? [] : (['report'] as const)), 'detector', 'figures'], style));
  await run.endTraining();
  rethrow();
  const folder = shellQuotePath(run.folder);
  err.write(
    hintsText(
      [
        [text`detect --model ${folder} --on new.csv --out new-scores.csv`, 'scores of other rows, without training'],
        [text`detect --model ${folder} --follow < new.csv`, 'scores of lines as they come'],
        [text`info ${folder}`, 'what the detector learned from, and its threshold'],
      ],
      style,
    ),
  );
}

/** What the controls make of the same rows. */
async function controlsOn(
  examples: Examples,
  training: TrainingExamples,
  given: DetectOptions,
  terminal: Terminal,
): Promise<readonly Outcome[]> {
  if (given.controls === false) return [];
  const outcomes: Outcome[] = [];
  for (const name of Object.keys(controls)) {
    const { detector, seconds } = await fitMethod(name, training, given, terminal, controls);
    using control = detector;
    const { values, alarms } = await control.detect(examples.data);
    if (given.on === undefined) {
      knownScores(detector, training).forEach((score, row) => {
        if (Number.isNaN(score)) return;
        values[row] = score;
        alarms[row] = score > detector.threshold.value ? 1 : 0;
      });
    }
    outcomes.push({ name, scores: values, alarms, seconds });
  }
  return outcomes;
}
