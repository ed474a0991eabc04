import { resolve } from 'node:path';
import { quantileThreshold } from '@autoencoders/anomaly';
import type { Detector, SeriesDetector } from '@autoencoders/anomaly';
import { outputAt, writeText } from '../output/file.js';
import { claimRun, placeOf } from '../output/run-folder.js';
import type { RunFolder } from '../output/run-folder.js';
import { DETECTOR_FILE } from '../output/run-files.js';
import { filesText } from '../messages.js';
import { progressBar } from '../progress-bar.js';
import type { Terminal } from '../terminal.js';
import { detectReport } from './detect-report.js';
import { compared, outcomeOf } from './controls.js';
import { driftIn } from './drift.js';
import { isOfExamples, isOfSeries, openDetector } from './detector-run.js';
import type { OpenedDetector } from './detector-run.js';
import { bothKinds, readScored } from './examples.js';
import { findIn } from './found.js';
import type { DetectOptions } from './options.js';
import { recordOf, summary } from './judged.js';
import { scoresCsv } from './scores-csv.js';
import { detectSeriesWith } from './series-run.js';
import { check } from '@autoencoders/core/operations';

type Any = OpenedDetector<Detector | SeriesDetector>;

/** Opens a saved detector, with the false-alarm rate that was asked for. */
export async function openFor({ model, alarmRate }: Pick<DetectOptions, 'model' | 'alarmRate'>): Promise<Any> {
  const opened = await openDetector(model!);
  if (alarmRate === undefined) return opened;
  const { calibration } = opened.detector;
  if (isOfExamples(opened)) return { ...opened, detector: opened.detector.withThreshold(quantileThreshold(calibration, { alarmRate })) };
  if (!isOfSeries(opened)) return opened;
  const { effectiveSize } = opened.detector;
  return { ...opened, detector: opened.detector.withThreshold(quantileThreshold(calibration, { alarmRate, effectiveSize })) };
}

/** Scores data by a saved detector. With `--run`, writes a report, too. */
export async function detectWith(given: DetectOptions, terminal: Terminal): Promise<void> {
  check(given.on !== undefined, () => 'detect: name what to score with --on, or give --follow');
  if (given.out !== undefined) await outputAt(given.out);
  const opened = await openFor(given);
  using _ = opened.detector;
  using run =
    given.run === undefined
      ? undefined
      : await claimRun({ ...placeOf({ out: given.run, force: given.force === true }, '', () => []), option: '--run', file: DETECTOR_FILE });
  // They are awaited, so that the detector is not disposed before.
  if (isOfSeries(opened)) await detectSeriesWith(opened, given.on, given, run, terminal);
  else if (isOfExamples(opened)) await detectExamplesWith(opened, given.on, given, run, terminal);
}

async function detectExamplesWith(
  { detector, info, bytes }: OpenedDetector,
  on: string,
  given: DetectOptions,
  run: RunFolder | undefined,
  terminal: Terminal,
): Promise<void> {
  const { encoder, shape } = detector;
  const examples = await readScored(on, { shape, encoder, reading: info?.reading, rule: info?.label }, given, terminal);
  const found = await findIn(detector, examples, progressBar(terminal, 'scoring'));
  await writeText(scoresCsv(examples, found, given.keep === true), given.out, terminal);
  const outcomes = [outcomeOf('detector', found, info?.seconds ?? NaN)];
  const methods = compared(outcomes, bothKinds(examples.kinds));
  const judged = { detector, examples, found, info, outcomes, methods, advice: '', own: false, drift: await driftIn(detector, examples) };
  terminal.err.write(summary({ ...judged, info: undefined }, terminal));
  if (!run) return;
  await run.writeModel(bytes);
  const written = await run.writeResults(bytes, recordOf(judged), await detectReport(judged));
  terminal.err.write(filesText({ ...written, folder: resolve(written.folder) }, ['report', 'detector', 'figures'], terminal.style));
}
