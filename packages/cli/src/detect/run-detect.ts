import { join, resolve } from 'node:path';
import { saveDetector } from '@autoencoders/anomaly';
import type { FittedDetector } from '@autoencoders/anomaly';
import { rowCount } from '@autoencoders/core/internal';
import { endRun } from '../checkpointing.js';
import { failures } from '../failures.js';
import type { WatchedRun } from '../fit-with-progress.js';
import { hintsText } from '../hints.js';
import { filesText } from '../messages.js';
import { outputAt, writeOutput } from '../output/file.js';
import { SCORES_FILE } from '../output/run-files.js';
import { isFollower } from '../processes.js';
import { progressBar } from '../progress-bar.js';
import { shellQuotePath } from '../shell-quote.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import { adviceOf } from './advice.js';
import { compared, outcomeOf } from './controls.js';
import type { Outcome } from './controls.js';
import { detectReport } from './detect-report.js';
import { detectorMetadata } from './detector-run.js';
import { driftIn } from './drift.js';
import { bothKinds, readScored, readTraining } from './examples.js';
import type { Examples, Learned, TrainingExamples } from './examples.js';
import { fitMethod, fitOn } from './fit.js';
import type { Fitted } from './fit.js';
import { findIn } from './found.js';
import { recordOf, summary } from './judged.js';
import type { Judged } from './judged.js';
import { controls } from './methods.js';
import type { DetectOptions } from './options.js';
import { scoresCsv } from './scores-csv.js';

/** Fits a detector, scores examples, and writes the scores, the detector, a report and the figures. */
export async function trainAndDetect(path: string, given: DetectOptions, watched: WatchedRun, backend: string): Promise<void> {
  const { run, signals, terminal } = watched;
  const { err, style } = terminal;
  if (given.out !== undefined) await outputAt(given.out);
  const training = await readTraining(path, given, terminal);
  const examples = given.on === undefined ? training : await readScored(given.on, learnedFrom(training), given, terminal);
  const { detector, info } = await fitAndSave(path, training, examples, given, watched, backend);
  using owned = detector;
  if (isFollower()) return;
  signals.enter('judging');
  const { attempt, rethrow } = failures(terminal);
  const found = await findIn(
    owned,
    examples,
    progressBar(terminal, 'scoring'),
    examples === training ? knownScores(detector, training) : undefined,
  );
  const out = given.out ?? join(run.folder, SCORES_FILE);
  await writeOutput(out, scoresCsv(examples, found, given.keep === true));
  const outcomes = [
    outcomeOf('detector', found, info.seconds),
    ...((await attempt('the controls', () => controlsOn(examples, training, given, terminal))) ?? []),
  ];
  const methods = compared(outcomes, bothKinds(examples.kinds));
  const own = examples === training;
  const drift = own ? undefined : await attempt('the test of drift', () => driftIn(owned, examples));
  const judged: Judged = {
    detector: owned,
    examples,
    found,
    info,
    outcomes,
    methods,
    advice: adviceOf(methods, examples.noun),
    own,
    drift,
  };
  const report = await attempt('the report', () => detectReport(judged));
  const written = await run.writeResults(await bytesOf({ detector, info }), recordOf(judged), report);
  err.write(summary(judged, terminal));
  err.write(text`  scores    ${style.cyan(raw(resolve(out)))}\n`);
  err.write(filesText(written, [...(report === undefined ? [] : (['report'] as const)), 'detector', 'figures'], style));
  await run.endTraining();
  rethrow();
  err.write(hints(run.folder, examples, terminal));
}

const bytesOf = ({ detector, info }: Fitted): Promise<Uint8Array> => saveDetector(detector, { metadata: detectorMetadata(info) });

/** Fits the detector and writes it. A signal ends the run: it says how to go on. */
async function fitAndSave(
  path: string,
  training: TrainingExamples,
  examples: Examples,
  given: DetectOptions,
  watched: WatchedRun,
  backend: string,
): Promise<Fitted> {
  const { run, signals, terminal } = watched;
  await run.beginTraining();
  let fitted: Fitted;
  try {
    fitted = await fitOn(path, training, given, terminal, backend, watched);
  } catch (failure) {
    await endRun(watched, failure);
    throw failure;
  }
  const { detector, info } = fitted;
  signals.enter('writing the model');
  const labelled = { detector, info: { ...info, label: training.rule ?? examples.rule } };
  await run.writeModel(await bytesOf(labelled));
  return labelled;
}

/** What says how to read other examples like these. */
const learnedFrom = ({ data, rows, reading, rule }: TrainingExamples): Learned => ({
  shape: data.shape,
  encoder: rows?.encoder,
  reading,
  rule,
});

/** The held-out scores of the examples that were learned from, at their places. NaN for others. */
const knownScores = ({ heldOutScores }: FittedDetector, { data, places }: TrainingExamples): Float64Array => {
  const known = new Float64Array(rowCount(data)).fill(NaN);
  places.forEach((place, i) => (known[place] = heldOutScores[i]!));
  return known;
};

/** What the controls make of the same examples. */
async function controlsOn(
  examples: Examples,
  training: TrainingExamples,
  given: DetectOptions,
  terminal: Terminal,
): Promise<readonly Outcome[]> {
  if (given.controls === false) return [];
  const outcomes: Outcome[] = [];
  for (const [name, method] of Object.entries(controls)) {
    const { detector, seconds } = await fitMethod(name, method, training, given, terminal);
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

/** What to do next. */
function hints(path: string, { noun, rows }: Examples, { style }: Terminal): Parameters<Terminal['err']['write']>[0] {
  const folder = shellQuotePath(path);
  const more = text`detect --model ${folder} --on ${rows ? 'new.csv' : 'new-pictures'} --out new-scores.csv`;
  return hintsText(
    [
      [more, `scores of other ${noun}s, without training`],
      ...(rows ? [[text`detect --model ${folder} --follow < new.csv`, 'scores of lines as they come'] as const] : []),
      [text`info ${folder}`, 'what the detector learned from, and its threshold'],
    ],
    style,
  );
}
