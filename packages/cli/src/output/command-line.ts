import { join, resolve } from 'node:path';
import type { Option } from 'commander';
import { check } from '@autoencoders/core/operations';
import { isListOf, isRecord, isText, isWhole, parsedJson } from '../json.js';
import { cliVersion } from '../cli-version.js';
import { datasetReference } from '../run-info.js';
import { readRunFile } from './read-run-file.js';

/** The name of the file with the command that trains in a folder. It is there until training has ended. */
export const COMMAND_FILE = 'command.json';

/** Counts the forms that the file has had. */
const FORMAT = 1;

/** The options that decide where a run with this option for its folder is written, and how it goes on. A run that is resumed has others. */
export const placeOptions = (folder: string): readonly string[] => [
  folder,
  'force',
  'resume',
  'changedData',
  'processes',
  'timeout',
  'compression',
];

/** How options are written that are not read as they are. Paths are kept as absolute ones, so that they are found from anywhere. */
const WRITTEN: Readonly<Record<string, (value: any) => string>> = {
  data: datasetReference,
  folder: (path) => resolve(path),
  on: datasetReference,
  out: (path) => resolve(path),
  tensorboard: (path) => resolve(path),
  size: ([height, width]) => `${height}x${width}`,
};

/** The arguments that a command was given, so that it can be started again from any folder. `place` are the options to leave out. */
export function argumentsOf(
  name: string,
  argument: string | undefined,
  options: readonly Option[],
  given: Readonly<Record<string, unknown>>,
  place: readonly string[] = placeOptions('out'),
): readonly string[] {
  const own = options.flatMap((option) => {
    const key = option.attributeName();
    const value = given[key];
    if (place.includes(key) || value === undefined) return [];
    if (typeof value === 'boolean') return value === !option.negate ? [option.long!] : [];
    const text = (WRITTEN[key] ?? String)(value);
    return [`${option.long}=${text}`];
  });
  return [name, ...own, ...(argument === undefined ? [] : ['--', argument])];
}

/** The text of the file for these arguments. */
export const commandText = (args: readonly string[]): string =>
  `${JSON.stringify({ format: FORMAT, version: cliVersion, arguments: args }, null, 2)}\n`;

/** The largest file that is read. */
const MAX_BYTES = 2 ** 20;

const REFUSAL = { because: 'cannot be resumed', missing: 'it holds no training that was interrupted' };

/** The arguments of the command that trains in `folder`. Throws where there is none, and where it is damaged. */
export async function readCommand(folder: string): Promise<readonly string[]> {
  const file = join(folder, COMMAND_FILE);
  const found = parsedJson(await readRunFile(folder, COMMAND_FILE, MAX_BYTES, REFUSAL));
  const { format, arguments: args } = isRecord(found) ? found : {};
  check(
    !isWhole(format) || format === FORMAT,
    () => `${file} has format ${String(format)}; this version of the command reads format ${FORMAT}`,
  );
  check(format === FORMAT && isListOf(args, isText) && args.length > 0, () => `${file} is damaged, or was not written by this command`);
  return args;
}
