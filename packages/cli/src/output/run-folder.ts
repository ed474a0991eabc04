import { randomUUID } from 'node:crypto';
import { existsSync, rmdirSync } from 'node:fs';
import { lstat, readdir, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '@autoencoders/core/operations';
import { OutputError, cannot, codeOf, endOf, kindOf, makeFolder, prepare, removeEmpty } from '@autoencoders/core/node';
import type { Prepared } from '@autoencoders/core/node';
import { RECORD_FILE, recordText } from '../run-record.js';
import type { RunRecord } from '../run-record.js';
import { outputAt, outOption } from './file.js';
import { takeLock } from './lock.js';
import type { Lock } from './lock.js';

/** The name of the model in the folder of a run. */
export const MODEL_FILE = 'model.safetensors';
export const REPORT_FILE = 'report.html';

/** The name of the lock in the folder of a run that is not finished. */
export const LOCK_FILE = 'run.lock';

/** The names of all files that a run leaves. */
const RUN_FILES: readonly string[] = [MODEL_FILE, RECORD_FILE, REPORT_FILE];

/** Names of files that a process left which was killed: what it was writing, and parts of its lock. */
const LEFT_OVER = /^(run\.lock(\.[0-9a-f]{8})+(\.part)?|(model\.safetensors|figures\.json|report\.html)\.[0-9a-f]{8}\.part)$/;

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
  readonly writeResults: (model: Uint8Array, record: RunRecord, report: string | undefined) => Promise<Written>;
}

/** Where a run is to be written. */
export interface RunPlace {
  /** The folder that the user named. */
  readonly out?: string | undefined;
  /** The folder where none is named: this, or with `-2`, `-3` … where that is taken. */
  readonly otherwise: string;
  /** Whether to replace a run in the folder. Other files stay. */
  readonly replace: boolean;
}

/** The place of a run by the options of a command. `name` says what is trained on what. */
export const placeOf = (
  { out, force }: { readonly out?: string | undefined; readonly force?: boolean | undefined },
  name: string,
): RunPlace => ({
  out,
  otherwise: `runs/${name}`,
  replace: force === true,
});

/**
 * Claims a folder for a run. Makes it where it is missing. No other process gets the same folder until this one ends. Throws when it
 * is no folder, cannot be written, belongs to another process, or is not empty and `replace` is false.
 */
export async function claimRun({ out, otherwise, replace }: RunPlace): Promise<RunFolder> {
  if (out !== undefined) return (await claim(out, replace)).run!;
  for (let n = 1; ; n++) {
    const { run } = await claim(n === 1 ? otherwise : `${otherwise}-${n}`, false, true);
    if (run) return run;
  }
}

/** Claims one folder. With `onlyNew`, gives none where the folder exists. */
async function claim(folder: string, replace: boolean, onlyNew: boolean = false): Promise<{ run: RunFolder | undefined }> {
  check(folder !== '' && !folder.includes('\0'), '--out is not the name of a folder');
  const { path, stats, fd } = await endOf(folder, outOption(folder));
  if (onlyNew && stats) return { run: undefined };
  check(
    fd === undefined && (!stats || stats.isDirectory()),
    () => `--out ${folder} is ${stats ? kindOf(stats) : 'not a folder'}; name a folder`,
  );
  try {
    const made = stats ? [] : await makeFolder(path);
    if (onlyNew && made[0] !== path) return { run: undefined };
    try {
      const lock = await takeLock(join(path, LOCK_FILE), outOption(folder));
      return { run: await checkedRun({ folder, path, made, lock }, replace) };
    } catch (error) {
      await removeEmpty(made);
      throw error;
    }
  } catch (cause) {
    if (codeOf(cause) === undefined) throw cause;
    throw cannot(outOption(folder), cause);
  }
}

/** A folder that belongs to this process. */
interface Claimed {
  /** As the user named it, and after all links. */
  readonly folder: string;
  readonly path: string;
  /** The folders that were made for it. */
  readonly made: readonly string[];
  readonly lock: Lock;
}

async function checkedRun(claimed: Claimed, replace: boolean): Promise<RunFolder> {
  const { folder, path, made, lock } = claimed;
  const release = (): void => {
    process.off('exit', release);
    lock.release();
    for (const each of made) removeIfEmpty(each);
  };
  process.on('exit', release);
  try {
    for (const name of await readdir(path)) if (LEFT_OVER.test(name)) await rm(join(path, name), { force: true });
    const found = (await readdir(path)).filter((name) => name !== LOCK_FILE);
    check(
      found.length === 0 || replace,
      () => `--out ${folder} exists and is not empty; choose another folder, or replace the run in it with --force`,
    );
    for (const name of found.filter((each) => RUN_FILES.includes(each))) await outputAt(join(folder, name));
  } catch (error) {
    release();
    throw error;
  }
  let own = replace;
  return {
    folder,
    async writeModel(model) {
      try {
        const filled = !own && existsSync(join(path, MODEL_FILE));
        if (filled) throw new OutputError(`--out ${folder} got a model from another program`, { cause: undefined });
        own = true;
        await writeFiles(folder, { [MODEL_FILE]: model }, [RECORD_FILE, REPORT_FILE]);
      } catch (error) {
        throw await rescued(model, error as Error);
      }
    },
    async writeResults(model, record, report) {
      await writeFiles(folder, { [RECORD_FILE]: recordText(record), ...(report !== undefined && { [REPORT_FILE]: report }) });
      await writeFiles(folder, { [MODEL_FILE]: model });
      return { folder, kept: (await readdir(path)).filter((name) => ![...RUN_FILES, LOCK_FILE].includes(name)) };
    },
    [Symbol.dispose]: release,
  };
}

/** Writes the model to a temporary folder. Gives the error that says where it is. */
async function rescued(model: Uint8Array, cause: Error): Promise<Error> {
  const folder = join(tmpdir(), `autoencoders-${randomUUID().slice(0, 8)}`);
  try {
    await writeFiles(folder, { [MODEL_FILE]: model });
  } catch {
    return cause;
  }
  return new OutputError(`${cause.message}; the model is in ${folder}`, { cause });
}

type Contents = Readonly<Record<string, string | Uint8Array>>;

/**
 * Writes all files under temporary names first, and renames them when all are complete. Before that, removes the files of the run before
 * that are called `outdated`.
 */
async function writeFiles(folder: string, files: Contents, outdated: readonly string[] = []): Promise<void> {
  const prepared: Prepared[] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      prepared.push(await prepare(await outputAt(path), [content], outOption(path)));
    }
    for (const name of outdated) await removeFile(join(folder, name));
    for (const each of prepared) await each.commit();
  } finally {
    for (const each of prepared) await each.discard();
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // There is something in it.
  }
}

/** Removes a file of a run. What is no file, such as a link, stays. */
async function removeFile(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile()) await unlink(path);
}
