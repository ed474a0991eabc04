import { basename } from 'node:path';
import { Option } from 'commander';
import { check } from '@autoencoders/core/operations';
import { chooseBackend } from '../backend.js';
import { areRows, readTraining } from '../detect/examples.js';
import { follow } from '../detect/follow.js';
import { methods } from '../detect/methods.js';
import type { DetectOptions } from '../detect/options.js';
import { ALARM_RATE, fitOn } from '../detect/fit.js';
import { trainAndDetect } from '../detect/run-detect.js';
import { detectWith, openFor } from '../detect/use-detector.js';
import { slug } from '../format.js';
import { interruptions } from '../interruptions.js';
import { WHAT, between, names, options, shareUpTo } from '../options.js';
import { argumentsOf } from '../output/command-line.js';
import { DETECTOR_FILE } from '../output/run-files.js';
import { claimRun, placeOf } from '../output/run-folder.js';
import { datasetReference } from '../run-info.js';
import type { Terminal } from '../terminal.js';
import type { Command } from './command.js';

/** Finds odd rows or pictures: with a detector that it fits, or with one that was saved. */
async function detect(path: string | undefined, given: DetectOptions, terminal: Terminal): Promise<void> {
  checkGiven(path, given);
  const backend = await chooseBackend(given.backend);
  if (given.follow) return followLines(path, given, terminal, backend);
  if (path === undefined) return detectWith(given, terminal);
  const line = (): readonly string[] =>
    argumentsOf('detect', datasetReference(path), detectCommand.options, { ...given }, ['run', 'force', 'resume']);
  const place = placeOf({ force: given.force === true, resume: given.resume === true }, `detector-${slug(basename(path))}`, line);
  using run = await claimRun({ ...place, out: given.run, option: '--run', file: DETECTOR_FILE });
  using signals = interruptions(terminal);
  await trainAndDetect(path, given, { run, signals, terminal }, backend);
}

function checkGiven(path: string | undefined, { model, on, follow: follows, out, run, window }: DetectOptions): void {
  check(window === undefined, 'detect: --window is not there yet; rows of a table are scored one by one');
  check(path !== undefined || model !== undefined, 'detect: name the data to learn from, or a saved detector with --model');
  check(
    path === undefined || model === undefined,
    'detect: give either data to learn from or --model, not both; name what to score with --on',
  );
  for (const [name, value] of Object.entries({ on, out, run }))
    check(!follows || value === undefined, () => `detect: --follow reads standard input and prints scores; leave out --${name}`);
}

async function followLines(path: string | undefined, given: DetectOptions, terminal: Terminal, backend: string): Promise<void> {
  check(path === undefined || (await areRows(path, given)), () => `detect: --follow is for tables, and ${path} has pictures`);
  const fitFor = async (data: string) =>
    fitOn(data, await readTraining(data, { ...given, on: '-' }, terminal), { ...given, on: '-' }, terminal, backend);
  const { detector } = path === undefined ? await openFor(given) : await fitFor(path);
  using owned = detector;
  const { encoder } = owned;
  check(encoder !== undefined, 'detect: --follow is for detectors of tables, and this one is for pictures');
  await follow(owned, encoder, process.stdin, terminal);
}

export const detectCommand: Command<string | undefined, DetectOptions> = {
  name: 'detect',
  about: 'find what is odd in a table or among pictures: scores, alarms, and the columns or pixels to blame',
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
      'the column of a table, or the array of an NPZ file, that says which examples are anomalies; these are not learned from, and the labels judge the scores',
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
    options.window().hideHelp(),
    options.seed().default(0),
    options.backend(),
    options.checkpointEvery(),
    options.force(),
    options.resume(),
  ],
  more: `The file of scores has a line for each row of the table: its number, its score (larger is odder), its p-value (the share of usual rows that
score at least as much), 1 for an alarm, and the three columns to blame with their shares of the score. A picture has the name of its file
instead of columns; the report shows which pixels are odd.`,
  examples: [
    'detect usual.csv --on new.csv --out scores.csv',
    'detect payments.csv --label fraud --alarm-rate 0.001',
    'detect mixed.csv --trim 0.05 --keep',
    'detect photos/good --on photos/new --size 64x64',
    'detect digits --usual 0,1 --on digits',
    'detect --model runs/detector-usual-csv --on other.csv --out scores.csv',
    'detect --model runs/detector-usual-csv --follow < lines.csv',
  ],
  action: detect,
};
