import { basename } from 'node:path';
import { Option } from 'commander';
import { check } from '@autoencoders/core/operations';
import { chooseBackend } from '../backend.js';
import { areRows, readTraining } from '../detect/examples.js';
import { isOfExamples, isOfSeries } from '../detect/detector-run.js';
import { follow, rowScorer } from '../detect/follow.js';
import type { LineScorer } from '../detect/follow.js';
import { methods } from '../detect/methods.js';
import type { DetectOptions } from '../detect/options.js';
import { ALARM_RATE, fitOn } from '../detect/fit.js';
import { trainAndDetect } from '../detect/run-detect.js';
import { readTrainingSeries } from '../detect/series-data.js';
import { stepScorer } from '../detect/series-follow.js';
import { fitSeriesOn } from '../detect/series-fit.js';
import { trainAndDetectSeries } from '../detect/series-run.js';
import { detectWith, openFor } from '../detect/use-detector.js';
import { slug } from '../format.js';
import { interruptions } from '../interruptions.js';
import { WHAT, between, names, options, shareUpTo, wholeFrom } from '../options.js';
import { argumentsOf, placeOptions } from '../output/command-line.js';
import { DETECTOR_FILE } from '../output/run-files.js';
import { claimRun, placeOf } from '../output/run-folder.js';
import { processesHere, trainAsRank } from '../processes.js';
import { datasetReference } from '../run-info.js';
import type { Terminal } from '../terminal.js';
import { forTrainingGroup } from './command.js';
import type { Command } from './command.js';

/** Finds odd rows or pictures: with a detector that it fits, or with one that was saved. */
async function detect(path: string | undefined, given: DetectOptions, terminal: Terminal): Promise<void> {
  checkGiven(path, given);
  const backend = await chooseBackend(given.backend, processesHere(given));
  if (given.follow) return followLines(path, given, terminal, backend);
  if (path === undefined) return detectWith(given, terminal);
  const line = (): readonly string[] =>
    argumentsOf('detect', datasetReference(path), detectCommand.options, { ...given }, placeOptions('run'));
  const place = placeOf({ force: given.force === true, resume: given.resume === true }, `detector-${slug(basename(path))}`, line);
  using run = await claimRun({ ...place, out: given.run, option: '--run', file: DETECTOR_FILE });
  using signals = interruptions(terminal);
  const detectIn = isSeries(given) ? trainAndDetectSeries : trainAndDetect;
  await detectIn(path, given, { run, signals, terminal }, backend);
}

function checkGiven(path: string | undefined, given: DetectOptions): void {
  const { model, on, follow: follows, out, run, window, train, delay, series, minLength, trim, time, resample, longestStep } = given;
  check(path !== undefined || model !== undefined, 'detect: name the data to learn from, or a saved detector with --model');
  check(
    path === undefined || model === undefined,
    'detect: give either data to learn from or --model, not both; name what to score with --on',
  );
  check(
    path !== undefined || processesHere(given) === 1,
    'detect: several processes learn together; a saved detector scores in one: leave out mpirun and --processes',
  );
  const ofSeries = { train, delay, time, resample, 'longest-step': longestStep };
  for (const [name, value] of Object.entries({ series, window, ...ofSeries }))
    check(value === undefined || model === undefined, () => `detect: --${name} is for learning; a saved detector has its own`);
  for (const [name, value] of Object.entries({ ...ofSeries, 'min-length': minLength }))
    check(value === undefined || isSeries(given) || model !== undefined, () => `detect: --${name} is for a series; give --series, too`);
  check(!isSeries(given) || trim === 0, 'detect: --trim is for rows and pictures; a series is learned from whole');
  for (const [name, value] of Object.entries({ on, out, run }))
    check(!follows || value === undefined, () => `detect: --follow reads standard input and prints scores; leave out --${name}`);
}

/** Whether the rows of a table are the steps of a series. */
const isSeries = ({ series, window }: DetectOptions): boolean => series === true || window !== undefined;

async function followLines(path: string | undefined, given: DetectOptions, terminal: Terminal, backend: string): Promise<void> {
  using followed = await scorerFor(path, given, terminal, backend);
  await follow(followed.scorer, process.stdin, terminal);
}

/** What scores lines: a detector that is fitted to a table, or a saved one. */
async function scorerFor(
  path: string | undefined,
  given: DetectOptions,
  terminal: Terminal,
  backend: string,
): Promise<Disposable & { readonly scorer: LineScorer }> {
  const owned = (detector: Disposable, scorer: LineScorer) => ({ scorer, [Symbol.dispose]: () => detector[Symbol.dispose]() });
  if (path === undefined) {
    const opened = await openFor(given);
    const reading = opened.info?.series;
    if (isOfSeries(opened) && reading) return owned(opened.detector, stepScorer(opened.detector, reading));
    check(
      isOfExamples(opened) && opened.detector.encoder !== undefined,
      'detect: --follow is for detectors of tables and series, and this one is for pictures',
    );
    return owned(opened.detector, rowScorer(opened.detector, opened.detector.encoder));
  }
  check(await areRows(path, given), () => `detect: --follow is for tables, and ${path} has pictures`);
  if (isSeries(given)) {
    const training = await readTrainingSeries(path, given);
    const { detector } = await fitSeriesOn(path, training, given, terminal, backend);
    return owned(detector, stepScorer(detector, training.reading));
  }
  const rows = { ...given, on: '-' };
  const { detector } = await fitOn(path, await readTraining(path, rows, terminal), rows, terminal, backend);
  return owned(detector, rowScorer(detector, detector.encoder!));
}

export const detectCommand: Command<string | undefined, DetectOptions> = {
  argument: ['[data]', `usual examples to learn from: ${WHAT}`],
  options: [
    new Option('--on <data>', 'what to score (default: the data that it learns from)'),
    options.out('CSV file for the scores (default: scores.csv in the folder of --run; with --model, standard output)'),
    new Option(
      '--run <folder>',
      'folder for the detector, the report and the figures (default: runs/detector-<data>; with --model, none is written)',
    ),
    new Option('-m, --model <path>', 'use a saved detector: its file, or the folder of its run'),
    new Option(
      '--label <name>',
      'the column of a table or a series, or the array of an NPZ file, that says which examples are anomalies; these are not learned from, and the labels judge the scores',
    ),
    new Option(
      '--usual <words>',
      'the labels or classes of usual examples, separated by commas (default: found out for --label; all classes of pictures)',
    ).argParser(names),
    options.columns(),
    options.ignore(),
    options.array(),
    options.size(),
    options.grey(),
    options.folder(),
    options.url(),
    new Option('--alarm-rate <share>', `the share of usual examples that may be alarms (default: ${ALARM_RATE})`).argParser(between(0, 1)),
    new Option('--trim <share>', 'the share of the data that may be odd: the oddest are found first, and not learned from')
      .argParser(shareUpTo(0.5))
      .default(0),
    new Option('--method <name>', 'how to score').choices(Object.keys(methods)).default('default'),
    new Option('--keep', 'add the columns of the table, or the classes of the pictures, to the scores'),
    new Option('--no-controls', 'do not compare with PCA, nearest neighbours, an isolation forest and an untrained net'),
    new Option('--follow', 'score the lines of standard input as they come: CSV with a heading, or JSON lines'),
    new Option('--series', 'the rows are the steps of a series, in the order of their time; the length of windows is found out'),
    new Option('--window <n>', 'of a series: learn windows of <n> steps; --series is not needed then').argParser(wholeFrom(1)),
    new Option('--train <share>', 'of a series: the share at its beginning to learn from (default: 1)').argParser(shareUpTo(1)),
    new Option(
      '--delay <n>',
      'of a series: how many steps later a step gets its score (default: when all windows with it have come)',
    ).argParser(wholeFrom(0)),
    new Option('--min-length <n>', 'of a series: drop alarms of fewer steps (default: 1)').argParser(wholeFrom(1)),
    options.time(),
    options.resample(),
    options.longestStep(),
    options.seed().default(0),
    ...forTrainingGroup(),
    options.backend(),
    options.checkpointEvery(),
    options.force(),
    options.resume(),
    options.changedData().hideHelp(),
  ],
  more: `The file of scores has a line for each row of the table: its number, its score (larger is odder), its p-value (the share of usual rows that
score at least as much), 1 for an alarm, and the three columns to blame with their shares of the score. A picture has the name of its file
instead of columns; the report shows which pixels are odd. A step of a series has its time.`,
  examples: [
    'detect usual.csv --on new.csv --out scores.csv',
    'detect payments.csv --label fraud --alarm-rate 0.001',
    'detect mixed.csv --trim 0.05 --keep',
    'detect photos/good --on photos/new --size 64x64',
    'detect digits --usual 0,1 --on digits',
    'detect load.csv --series --on new.csv --out scores.csv',
    'detect --model runs/detector-usual-csv --on other.csv --out scores.csv',
    'detect --model runs/detector-usual-csv --follow < lines.csv',
  ],
  action: (path, given, terminal) => trainAsRank(given, terminal, (own, shown) => detect(path, own, shown), 'run'),
};
