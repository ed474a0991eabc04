import { join, resolve } from 'node:path';
import { saveDetector } from '@autoencoders/anomaly';
import type { SeriesDetection, SeriesDetector } from '@autoencoders/anomaly';
import { check } from '@autoencoders/core/operations';
import { endRun } from '../checkpointing.js';
import { failures } from '../failures.js';
import type { WatchedRun } from '../fit-with-progress.js';
import { hintsText } from '../hints.js';
import { filesText } from '../messages.js';
import { outputAt, writeOutput, writeText } from '../output/file.js';
import { SCORES_FILE } from '../output/run-files.js';
import type { RunFolder } from '../output/run-folder.js';
import { isFollower } from '../processes.js';
import { shellQuotePath } from '../shell-quote.js';
import { withoutGaps } from '../source/reading.js';
import type { Terminal } from '../terminal.js';
import { raw, text } from '../text.js';
import { adviceOf } from './advice.js';
import { compared } from './controls.js';
import type { Outcome } from './controls.js';
import { detectorMetadata } from './detector-run.js';
import type { OpenedDetector } from './detector-run.js';
import { seriesControls } from './methods.js';
import type { DetectOptions } from './options.js';
import { seriesCsv } from './series-csv.js';
import { readScoredSeries, readTrainingSeries } from './series-data.js';
import type { DetectSeries, TrainingSeries } from './series-data.js';
import { judgingLabels } from './series-labels.js';
import { STEPS, fitSeriesMethod, fitSeriesOn } from './series-fit.js';
import { seriesRecord, seriesSummary } from './series-judged.js';
import type { SeriesJudged } from './series-judged.js';
import { seriesReport } from './series-report.js';

/** What a detector finds in a series. Events that are closer than a window are one. */
const findInSeries = (
  detector: SeriesDetector,
  { series }: DetectSeries,
  { minLength }: Pick<DetectOptions, 'minLength'>,
): Promise<SeriesDetection> =>
  detector.detect(series, { contributions: true, merge: detector.window.length, ...withoutGaps({ minLength }) });

/** Fits a detector to a series, scores a series, and writes the scores, the detector, a report and the figures. */
export async function trainAndDetectSeries(path: string, given: DetectOptions, watched: WatchedRun, backend: string): Promise<void> {
  const { run, signals, terminal } = watched;
  const { err, style } = terminal;
  if (given.out !== undefined) await outputAt(given.out);
  const training = await readTrainingSeries(path, given);
  const data: DetectSeries = given.on === undefined ? training : await readScoredSeries(given.on, training.reading, given, training.rule);
  await run.beginTraining();
  const { detector, info: fitted } = await fitSeriesOn(path, training, given, terminal, backend, watched).catch(
    async (failure: unknown) => {
      await endRun(watched, failure);
      throw failure;
    },
  );
  using owned = detector;
  if (isFollower()) return;
  const info = { ...fitted, label: training.rule ?? data.rule };
  signals.enter('writing the model');
  const bytes = await saveDetector(owned, { metadata: detectorMetadata(info) });
  await run.writeModel(bytes);
  signals.enter('judging');
  const { attempt, rethrow } = failures(terminal);
  const found = await findInSeries(owned, data, given);
  const out = given.out ?? join(run.folder, SCORES_FILE);
  await writeOutput(out, seriesCsv(data, found, given.keep === true));
  const own = { name: 'detector', scores: found.values, alarms: found.alarms, seconds: info.seconds };
  const outcomes = [own, ...((await attempt('the controls', () => seriesControlsOn(owned, data, training, given, terminal))) ?? [])];
  const learned = data === training ? detector.heldOut.start : 0;
  const judged = judgedSeries({ detector: owned, data, found, info, learned }, outcomes);
  const report = await attempt('the report', () => seriesReport(judged));
  const written = await run.writeResults(bytes, seriesRecord(judged), report);
  err.write(seriesSummary(judged, terminal));
  err.write(text`  scores    ${style.cyan(raw(resolve(out)))}\n`);
  err.write(filesText(written, [...(report === undefined ? [] : (['report'] as const)), 'detector', 'figures'], style));
  await run.endTraining();
  rethrow();
  err.write(hints(run.folder, terminal));
}

/** Compares what was found with its controls, and with labels, if there are any. The outcomes begin with that of the detector. */
function judgedSeries(
  found: Pick<SeriesJudged, 'detector' | 'data' | 'found' | 'info' | 'learned'>,
  all: readonly Outcome[],
): SeriesJudged {
  const outcomes = all.map(withScores(found.found));
  const labels = judgingLabels(found.data.kinds, found.found, found.learned, found.detector.window.length);
  const methods = compared(outcomes, labels?.kinds, labels);
  return { ...found, labels, outcomes, methods, advice: adviceOf(methods, 'step') };
}

/** An outcome of the steps that have a score. */
const withScores =
  ({ values }: SeriesDetection) =>
  ({ scores, alarms, ...rest }: Outcome): Outcome => ({
    ...rest,
    scores: scores.filter((_, step) => !Number.isNaN(values[step])),
    alarms: alarms.filter((_, step) => !Number.isNaN(values[step])),
  });

/** What the controls make of the same windows. */
async function seriesControlsOn(
  { window }: SeriesDetector,
  data: DetectSeries,
  training: TrainingSeries,
  given: DetectOptions,
  terminal: Terminal,
): Promise<readonly Outcome[]> {
  if (given.controls === false) return [];
  const outcomes: Outcome[] = [];
  for (const [name, method] of Object.entries(seriesControls)) {
    const same = { ...given, window: window.length };
    const { detector, seconds } = await fitSeriesMethod(name, method(STEPS), training, same, terminal);
    using control = detector;
    const { values, alarms } = await control.detect(data.series);
    outcomes.push({ name, scores: values, alarms, seconds });
  }
  return outcomes;
}

/** Scores a series by a saved detector. In a run, writes a report, too. */
export async function detectSeriesWith(
  { detector, info, bytes, file }: OpenedDetector<SeriesDetector>,
  on: string,
  given: DetectOptions,
  run: RunFolder | undefined,
  terminal: Terminal,
): Promise<void> {
  const reading = info?.series;
  check(reading !== undefined, () => `detect: ${file} does not say how its series is read; make the detector with this command`);
  const data = await readScoredSeries(on, reading, given, info?.label);
  const found = await findInSeries(detector, data, given);
  await writeText(seriesCsv(data, found, given.keep === true), given.out, terminal);
  const own = { name: 'detector', scores: found.values, alarms: found.alarms, seconds: info?.seconds ?? NaN };
  const judged = judgedSeries({ detector, data, found, info, learned: 0 }, [own]);
  terminal.err.write(seriesSummary({ ...judged, info: undefined }, terminal));
  if (!run) return;
  await run.writeModel(bytes);
  const written = await run.writeResults(bytes, seriesRecord(judged), seriesReport(judged));
  terminal.err.write(filesText({ ...written, folder: resolve(written.folder) }, ['report', 'detector', 'figures'], terminal.style));
}

function hints(path: string, { style }: Terminal): ReturnType<typeof text> {
  const folder = shellQuotePath(path);
  return hintsText(
    [
      [text`detect --model ${folder} --on new.csv --out new-scores.csv`, 'scores of another series, without training'],
      [text`detect --model ${folder} --follow < new.csv`, 'scores of steps as they come'],
      [text`info ${folder}`, 'what the detector learned from, and its threshold'],
    ],
    style,
  );
}
