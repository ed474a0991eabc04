import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check } from '@autoencoders/core/operations';
import { OutputError, cannot, endOf, kindOf, makeFolder, nearestThere, prepare, removeEmpty, writing } from '@autoencoders/core/node';
import type { Prepared } from '@autoencoders/core/node';
import { outputAt, told } from './file.js';

/** The name of the model in the folder of a run. */
export const MODEL_FILE = 'model.safetensors';
export const FIGURES_FILE = 'figures.json';
export const REPORT_FILE = 'report.html';

/** Everything that a run writes. */
const OURS: readonly string[] = [MODEL_FILE, FIGURES_FILE, REPORT_FILE];

/** The files of a run by their names. */
type RunFiles = Readonly<Record<string, string | Uint8Array>>;

/** The files of a run; the report only where there is one. */
export const filesOf = (model: Uint8Array, figures: object, report: string | undefined): RunFiles => ({
  [MODEL_FILE]: model,
  [FIGURES_FILE]: `${JSON.stringify(figures, null, 2)}\n`,
  ...(report !== undefined && { [REPORT_FILE]: report }),
});

/** `path`, or with `-2`, `-3` … where that is taken. */
export function freshFolder(path: string): string {
  for (let n = 1; ; n++) {
    const folder = n === 1 ? path : `${path}-${n}`;
    if (!existsSync(folder)) return folder;
  }
}

/**
 * Throws when `folder` is none, cannot be written, or holds anything and may not be added to: better now than after
 * training.
 */
export async function checkFolder(folder: string, replace: boolean): Promise<void> {
  check(folder !== '' && !folder.includes('\0'), '--out is no name of a folder');
  const { path, stats, fd } = await endOf(folder, told(folder));
  check(
    fd === undefined && (!stats || stats.isDirectory()),
    () => `--out ${folder} is ${stats ? kindOf(stats) : 'no folder'}; name a folder`,
  );
  try {
    if (stats) {
      const found = await readdir(path);
      check(
        found.length === 0 || replace,
        () => `--out ${folder} exists and is not empty; choose another folder, or replace the run in it with --force`,
      );
      for (const name of found.filter((each) => OURS.includes(each))) await outputAt(join(folder, name));
    }
    const trial = join(stats ? path : nearestThere(dirname(path)), `${randomUUID().slice(0, 8)}.part`);
    await mkdir(trial);
    await rmdir(trial);
  } catch (cause) {
    if (!(cause as NodeJS.ErrnoException).code) throw cause;
    throw cannot(told(folder), cause);
  }
}

/** What became of a folder: where it is, and what in it no run wrote. */
export interface Written {
  readonly folder: string;
  readonly kept: readonly string[];
}

/**
 * Writes the files of a run into `wanted`, all or none. With `replace` those of the run before go; what no run wrote stays.
 * A folder that somebody else has filled in the meantime is left alone, and another one is taken. Where the folder cannot
 * be written any more, the run goes among the temporary files, and the error says where.
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

/** First all of them beside where they belong, and only then, whole, each to its place. */
async function writeFiles(folder: string, files: RunFiles): Promise<Written> {
  const { path } = await endOf(folder, told(folder));
  const made = await writing(told(folder), () => makeFolder(path));
  const prepared: Prepared[] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      const own = join(folder, name);
      prepared.push(await prepare(await outputAt(own), [content], told(own)));
    }
    for (const each of prepared) await each.commit();
  } catch (error) {
    // Of a folder that was not there before, nothing is left.
    if (made.length > 0) for (const name of Object.keys(files)) await rm(join(path, name), { force: true });
    throw error;
  } finally {
    for (const each of prepared) await each.discard();
    await removeEmpty(made);
  }
  const found = await readdir(path);
  await removeOld(
    path,
    found.filter((name) => OURS.includes(name) && !(name in files)),
  );
  return { folder, kept: found.filter((name) => !OURS.includes(name)) };
}

async function isFilled(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}

/** Files of the run before that this one has none of: a report of other figures would mislead. */
async function removeOld(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(folder, name);
    if ((await lstat(path)).isFile()) await unlink(path);
  }
}
