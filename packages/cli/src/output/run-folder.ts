import { existsSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputError, cannot, codeOf, endOf, kindOf, makeFolder, removeEmpty } from '@autoencoders/core/node';
import { check } from '@autoencoders/core/operations';
import { RECORD_FILE, recordText } from '../run-record.js';
import { COMMAND_FILE, commandText } from './command-line.js';
import { outputAt } from './file.js';
import { takeLock } from './lock.js';
import type { Lock } from './lock.js';
import {
  CHECKPOINTS,
  LOCK_FILE,
  MODEL_FILE,
  REPORT_FILE,
  RUN_FILES,
  isLeftOver,
  isOfRun,
  removeCheckpoints,
  removeFile,
  removeIfEmpty,
  rescued,
  writeFiles,
} from './run-files.js';

/** Where a run was written, and the names of other files in the folder. */
export interface Written {
  readonly folder: string;
  readonly kept: readonly string[];
}

/** The folder of a run, which belongs to this process until it is disposed. */
export interface RunFolder extends Disposable {
  readonly folder: string;
  /**
   * Writes the model. What belongs to the model of a run before, such as its report, is removed. Where the folder cannot be written any
   * more, the model is written to a temporary folder, and the error says where.
   */
  readonly writeModel: (model: Uint8Array) => Promise<void>;
  /** Writes the record and the report, both or none. Then writes the model again, since its metadata have the test loss now. */
  readonly writeResults: (model: Uint8Array, record: object, report: string | undefined) => Promise<Written>;
  /** Whether it goes on with the trainings whose checkpoints it has. */
  readonly resumes: boolean;
  /** Writes the command, so that it can be resumed. Removes the checkpoints of a run that is replaced. */
  readonly beginTraining: () => Promise<void>;
  /** The folder for the checkpoints of a training. */
  readonly checkpoints: (training: string) => string;
  readonly hasCheckpoints: () => boolean;
  /** Removes the checkpoints and the command: there is nothing to resume. */
  readonly endTraining: () => Promise<void>;
}

/** Where a run is to be written. */
export interface RunPlace {
  /** The folder that the user named. */
  readonly out?: string | undefined;
  /** The folder where none is named: this, or with `-2`, `-3` … where that is taken. */
  readonly otherwise: string;
  /** Whether to replace a run in the folder. Other files stay. */
  readonly replace: boolean;
  /** Whether to go on with the run in the folder. */
  readonly resume: boolean;
  /** The arguments that start the command again. */
  readonly line: readonly string[];
  /** What messages call the option that names the folder. Default `--out`. */
  readonly option?: string | undefined;
  /** The name of the file that `writeModel` writes. Default `model.safetensors`. */
  readonly file?: string | undefined;
}

/** The options of commands that train that decide where a run is written, and how often checkpoints are. */
export interface RunOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly resume?: boolean;
  /** Seconds between checkpoints, 0 for none (default: that of `fit`), and whether a run may go on with other data than theirs. */
  readonly checkpointEvery?: number;
  readonly changedData?: boolean;
}

/** The place of a run by the options of a command. `name` says what is trained on what. */
export const placeOf = ({ out, force, resume }: RunOptions, name: string, line: () => readonly string[]): RunPlace => ({
  out,
  otherwise: `runs/${name}`,
  replace: force === true,
  resume: resume === true,
  line: line(),
});

/**
 * Claims a folder for a run. Makes it where it is missing. No other process gets the same folder until this one ends. Throws when it
 * is no folder, cannot be written, belongs to another process, or is not empty and `replace` is false.
 */
export async function claimRun(place: RunPlace): Promise<RunFolder> {
  const { out, otherwise } = place;
  if (out !== undefined) return (await claim(out, place))!;
  for (let n = 1; ; n++) {
    const run = await claim(n === 1 ? otherwise : `${otherwise}-${n}`, place, true);
    if (run) return run;
  }
}

/** Claims one folder. With `onlyNew`, gives none where the folder exists. */
async function claim(folder: string, place: RunPlace, onlyNew: boolean = false): Promise<RunFolder | undefined> {
  const { option = '--out' } = place;
  const named = `${option} ${folder}`;
  check(folder !== '' && !folder.includes('\0'), `${option} is not the name of a folder`);
  const { path, stats, fd } = await endOf(folder, named);
  if (onlyNew && stats) return undefined;
  check(fd === undefined && (!stats || stats.isDirectory()), () => `${named} is ${stats ? kindOf(stats) : 'not a folder'}; name a folder`);
  try {
    const made = stats ? [] : await makeFolder(path);
    if (onlyNew && made[0] !== path) return undefined;
    try {
      const lock = await takeLock(join(path, LOCK_FILE), named);
      return await checkedRun({ folder, named, path, made, lock }, place);
    } catch (error) {
      await removeEmpty(made);
      throw error;
    }
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause;
    throw cannot(named, cause);
  }
}

/** A folder that belongs to this process. */
interface Claimed {
  /** As the user named it, and after all links. */
  readonly folder: string;
  readonly path: string;
  /** What messages call it. */
  readonly named: string;
  /** The folders that were made for it. */
  readonly made: readonly string[];
  readonly lock: Lock;
}

const othersThan = (file: string): readonly string[] => RUN_FILES.filter((name) => name !== file);
async function checkedRun(claimed: Claimed, { replace, resume, line, file = MODEL_FILE }: RunPlace): Promise<RunFolder> {
  const { folder, named, path, made, lock } = claimed;
  const hasCheckpoints = (): boolean => existsSync(join(path, CHECKPOINTS));
  const release = (): void => {
    process.off('exit', release);
    lock.release();
    // Without a checkpoint, there is nothing to resume.
    if (!hasCheckpoints()) rmSync(join(path, COMMAND_FILE), { force: true });
    for (const each of made) removeIfEmpty(each);
  };
  process.on('exit', release);
  try {
    await checkContents(claimed, replace || resume);
  } catch (error) {
    release();
    throw error;
  }
  let own = replace || resume;
  return {
    folder,
    resumes: resume,
    async beginTraining() {
      if (!resume) await removeCheckpoints(path, 'all');
      await writeFiles(folder, { [COMMAND_FILE]: commandText(line) });
    },
    checkpoints: (training) => join(path, CHECKPOINTS, training),
    hasCheckpoints,
    async writeModel(model) {
      try {
        const filled = !own && existsSync(join(path, file));
        if (filled) throw new OutputError(`${named} got a model from another program`, { cause: undefined });
        own = true;
        await writeFiles(folder, { [file]: model }, othersThan(file));
      } catch (error) {
        throw await rescued(file, model, error as Error);
      }
    },
    async writeResults(model, record, report) {
      await writeFiles(folder, { [RECORD_FILE]: recordText(record), ...(report !== undefined && { [REPORT_FILE]: report }) });
      await writeFiles(folder, { [file]: model });
      return { folder, kept: (await readdir(path)).filter((name) => !isOfRun(name)) };
    },
    async endTraining() {
      await removeFile(join(path, COMMAND_FILE));
      await removeCheckpoints(path, 'all');
    },
    [Symbol.dispose]: release,
  };
}

/** Sweeps up what killed processes left. Throws when the folder has anything else, unless it may be written over. */
async function checkContents({ folder, named, path }: Claimed, mayBeFull: boolean): Promise<void> {
  for (const name of await readdir(path)) if (isLeftOver(name)) await rm(join(path, name), { force: true });
  const found = (await readdir(path)).filter((name) => name !== LOCK_FILE);
  check(mayBeFull || found.length === 0, () => `${named} ${found.includes(COMMAND_FILE) ? INTERRUPTED : NOT_EMPTY}`);
  for (const name of found.filter((each) => RUN_FILES.includes(each))) await outputAt(join(folder, name));
  await removeCheckpoints(path, 'incomplete');
}

const NOT_EMPTY = 'exists and is not empty; choose another folder, or replace the run in it with --force';
const INTERRUPTED = 'holds a training that was interrupted; go on with resume, or replace it with --force';
