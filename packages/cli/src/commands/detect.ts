import { basename } from 'node:path';
import { Option } from 'commander';
import { check } from '@autoencoders/core/operations';
import { chooseBackend } from '../backend.js';
import { follow } from '../detect/follow.js';
import { methods } from '../detect/methods.js';
import type { DetectOptions } from '../detect/options.js';
import { ALARM_RATE, fitOn, trainAndDetect } from '../detect/run-detect.js';
import { detectWith, openFor } from '../detect/use-detector.js';
import { slug } from '../format.js';
import { interruptions } from '../interruptions.js';
import { between, names, options, shareUpTo } from '../options.js';
import { DETECTOR_FILE } from '../output/run-files.js';
import { claimRun, placeOf } from '../output/run-folder.js';
import type { Terminal } from '../terminal.js';
import type { Command } from './command.js';

/** Finds odd rows: with a detector that it fits to a table, or with one that was saved. */
async function detect(path: string | undefined, given: DetectOptions, terminal: Terminal): Promise<void> {
  checkGiven(path, given);
  const backend = await chooseBackend(given.backend);
  if (given.follow) return followLines(path, given, terminal, backend);
  if (path === undefined) return detectWith(given, terminal);
  const place = placeOf(
    { ...(given.run !== undefined && { out: given.run }), force: given.force === true },
    `detector-${slug(basename(path))}`,
    () => [],
  );
  using run = await claimRun({ ...place, option: '--run', file: DETECTOR_FILE });
  using signals = interruptions(terminal);
  await trainAndDetect(path, given, { run, signals, terminal }, backend);
}

function checkGiven(path: string | undefined, { model, on, follow: follows, out, run, window }: DetectOptions): void {
  check(window === undefined, 'detect: --window is not there yet; rows of a table are scored one by one');
  check(path !== undefined || model !== undefined, 'detect: name a table to learn from, or a detector with --model');
  check(
    path === undefined || model === undefined,
    'detect: a table to learn from and --model exclude each other; name the rows to score with --on',
  );
  for (const [name, value] of Object.entries({ on, out, run }))
    check(!follows || value === undefined, () => `detect: --follow reads standard input and prints scores; leave out --${name}`);
}

async function followLines(path: string | undefined, given: DetectOptions, terminal: Terminal, backend: string): Promise<void> {
  const { detector } = path === undefined ? await openFor(given) : await fitOn(path, { ...given, on: '-' }, terminal, backend);
  using owned = detector;
  const { encoder } = owned;
  check(encoder !== undefined, 'detect: --follow is for detectors of tables');
  await follow(owned, encoder, process.stdin, terminal);
}

export const detectCommand: Command<string | undefined, DetectOptions> = {
  name: 'detect',
  about: 'find odd rows of a table: scores, alarms and the columns to blame',
  argument: ['[table]', 'a table of usual rows to learn from'],
  options: [
    new Option('--on <table>', 'the rows to score (default: those that it learns from)'),
    options.out('CSV file for the scores (default: scores.csv in the folder of --run; with --model, standard output)'),
    new Option(
      '--run <folder>',
      'folder for the detector, the report and the figures (default: runs/detector-<table>; with --model, none)',
    ),
    new Option('-m, --model <path>', 'a detector that was saved, or the folder of its run, in the place of a table'),
    new Option(
      '--label <name>',
      'the column that says which rows are anomalies; it judges the scores, and rows that it marks are not learned from',
    ),
    new Option('--usual <words>', 'the words of --label that mark usual rows, separated by commas (default: found out)').argParser(names),
    options.columns(),
    options.ignore(),
    options.array(),
    new Option('--alarm-rate <share>', `the share of usual rows that may be alarms (default: ${ALARM_RATE})`).argParser(between(0, 1)),
    new Option('--trim <share>', 'the share of the table that may be odd, and is not learned from').argParser(shareUpTo(0.5)).default(0),
    new Option('--method <name>', 'how to score').choices(Object.keys(methods)).default('default'),
    new Option('--keep', 'write the columns of the rows beside their scores'),
    new Option('--no-controls', 'do not compare with PCA, nearest neighbours, an isolation forest and an untrained net'),
    new Option('--follow', 'score the lines of standard input as they come: CSV with a heading, or JSON lines'),
    options.window().hideHelp(),
    options.seed().default(0),
    options.backend(),
    options.force(),
  ],
  more: `The file of scores has a line for each row: its number, its score (larger is odder), its p-value (the share of usual rows that score at
least as much), 1 for an alarm, and the three columns to blame with their shares of the score.`,
  examples: [
    'detect usual.csv --on new.csv --out scores.csv',
    'detect payments.csv --label fraud --alarm-rate 0.001',
    'detect mixed.csv --trim 0.05 --keep',
    'detect --model runs/detector-usual-csv --on other.csv --out scores.csv',
    'detect --model runs/detector-usual-csv --follow < lines.csv',
  ],
  action: detect,
};
