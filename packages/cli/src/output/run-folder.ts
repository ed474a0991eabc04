import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check } from '@autoencoders/core/operations';
import { OutputError, cannot, endOf, kindOf, makeFolder, nearestThere, prepare, removeEmpty, writing } from '@autoencoders/core/node';
import type { Prepared } from '@autoencoders/core/node';
import { RECORD_FILE, recordText } from '../run-record.js';
import type { RunRecord } from '../run-record.js';
import { outputAt, outOption } from './file.js';

/** The name of the model in the folder of a run. */
export const MODEL_FILE = 'model.safetensors';
export const REPORT_FILE = 'report.html';

/** The names of all files that a run writes. */
const RUN_FILES: readonly string[] = [MODEL_FILE, RECORD_FILE, REPORT_FILE];

/** The files of a run by their names. */
type RunFiles = Readonly<Record<string, string | Uint8Array>>;

/** The files of a run. Without a report, there is no file for it. */
export const filesOf = (model: Uint8Array, record: RunRecord, report: string | undefined): RunFiles => ({
  [MODEL_FILE]: model,
  [RECORD_FILE]: recordText(record),
  ...(report !== undefined && { [REPORT_FILE]: report }),
});

/** `path`, or with `-2`, `-3` … where that is taken. */
export function freshFolder(path: string): string {
  for (let n = 1; ; n++) {
    const folder = n === 1 ? path : `${path}-${n}`;
    if (!existsSync(folder)) return folder;
  }
}

/** Throws when `folder` is not a folder, cannot be written, or is not empty and `replace` is false. Call it before training. */
export async function checkFolder(folder: string, replace: boolean): Promise<void> {
  check(folder !== '' && !folder.includes('\0'), '--out is not the name of a folder');
  const { path, stats, fd } = await endOf(folder, outOption(folder));
  check(
    fd === undefined && (!stats || stats.isDirectory()),
    () => `--out ${folder} is ${stats ? kindOf(stats) : 'not a folder'}; name a folder`,
  );
  try {
    if (stats) {
      const found = await readdir(path);
      check(
        found.length === 0 || replace,
        () => `--out ${folder} exists and is not empty; choose another folder, or replace the run in it with --force`,
      );
      for (const name of found.filter((each) => RUN_FILES.includes(each))) await outputAt(join(folder, name));
    }
    const trial = join(stats ? path : nearestThere(dirname(path)), `${randomUUID().slice(0, 8)}.part`);
    await mkdir(trial);
    await rmdir(trial);
  } catch (cause) {
    if (!(cause as NodeJS.ErrnoException).code) throw cause;
    throw cannot(outOption(folder), cause);
  }
}

/** Where a run was written, and the names of other files in the folder. */
export interface Written {
  readonly folder: string;
  readonly kept: readonly string[];
}

/**
 * Writes the files of a run into `wanted`, all or none. With `replace`, the files of the run before are replaced, and others stay.
 * Without, a folder that was filled during training is left alone, and a new name is taken. Where the folder cannot be written
 * any more, the run is written to a temporary folder, and the error says where.
 */
export async function writeRun(wanted: string, files: RunFiles, replace: boolean): Promise<Written> {
  const folder = replace || !(await isFilled(wanted)) ? wanted : freshFolder(wanted);
  try {
    return await writeFiles(folder, files);
  } catch (error) {
    const rescued = join(tmpdir(), `autoencoders-${randomUUID().slice(0, 8)}`);
    await writeFiles(rescued, files).catch(() => Promise.reject(error));
    throw new OutputError(`${(error as Error).message}; what was trained is in ${rescued}`, { cause: error });
  }
}

/** Writes all files under temporary names first, and renames them when all are complete. */
async function writeFiles(folder: string, files: RunFiles): Promise<Written> {
  const { path } = await endOf(folder, outOption(folder));
  const made = await writing(outOption(folder), () => makeFolder(path));
  const prepared: Prepared[] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      const own = join(folder, name);
      prepared.push(await prepare(await outputAt(own), [content], outOption(own)));
    }
    for (const each of prepared) await each.commit();
  } catch (error) {
    // A new folder is removed with what is in it.
    if (made.length > 0) for (const name of Object.keys(files)) await rm(join(path, name), { force: true });
    throw error;
  } finally {
    for (const each of prepared) await each.discard();
    await removeEmpty(made);
  }
  const found = await readdir(path);
  await removeOld(
    path,
    found.filter((name) => RUN_FILES.includes(name) && !(name in files)),
  );
  return { folder, kept: found.filter((name) => !RUN_FILES.includes(name)) };
}

async function isFilled(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}

/** Removes files of the run before that this one did not write, such as a report of other figures. */
async function removeOld(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(folder, name);
    if ((await lstat(path)).isFile()) await unlink(path);
  }
}
