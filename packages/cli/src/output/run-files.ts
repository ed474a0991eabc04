import { randomUUID } from 'node:crypto';
import { rmdirSync } from 'node:fs';
import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputError, prepare } from '@autoencoders/core/node';
import type { Prepared } from '@autoencoders/core/node';
import { RECORD_FILE } from '../run-record.js';
import { COMMAND_FILE } from './command-line.js';
import { outputAt, outOption } from './file.js';

/** The names of the model and of the detector in the folder of a run, of which it has one. */
export const MODEL_FILE = 'model.safetensors';
export const DETECTOR_FILE = 'detector.safetensors';
export const REPORT_FILE = 'report.html';
/** The scores of `detect`, where no other file is named. */
export const SCORES_FILE = 'scores.csv';

/** The name of the lock in the folder of a run, and of the folder with its checkpoints, until training has ended. */
export const LOCK_FILE = 'run.lock';
export const CHECKPOINTS = 'checkpoints';

/** The names of the files that a run leaves. */
export const RUN_FILES: readonly string[] = [MODEL_FILE, DETECTOR_FILE, RECORD_FILE, REPORT_FILE];

/** The names of all that a run has in its folder. */
export const isOfRun = (name: string): boolean => [...RUN_FILES, SCORES_FILE, COMMAND_FILE, CHECKPOINTS, LOCK_FILE].includes(name);

/** Whether a process that was killed left a file: one that it was writing, or a part of its lock. */
export const isLeftOver = (name: string): boolean =>
  /^(run\.lock(\.[0-9a-f]{8})+(\.part)?|((model|detector)\.safetensors|figures\.json|report\.html|command\.json)\.[0-9a-f]{8}\.part)$/.test(
    name,
  );

/** Writes the model to a temporary folder. Gives the error that says where it is. */
export async function rescued(name: string, model: Uint8Array, cause: Error): Promise<Error> {
  const folder = join(tmpdir(), `autoencoders-${randomUUID().slice(0, 8)}`);
  try {
    await writeFiles(folder, { [name]: model });
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
export async function writeFiles(folder: string, files: Contents, outdated: readonly string[] = []): Promise<void> {
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

/** Removes a file of a run. What is no file, such as a link, stays. */
export async function removeFile(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile()) await unlink(path);
}

/** Removes checkpoints of a run, and nothing else: each training has a folder of its own among them. */
export async function removeCheckpoints(run: string, which: 'all' | 'incomplete'): Promise<void> {
  const all = join(run, CHECKPOINTS);
  const name = which === 'all' ? /^checkpoint-\d+\.safetensors(\.[0-9a-f]{8}\.part)?$/ : /^checkpoint-\d+\.safetensors\.[0-9a-f]{8}\.part$/;
  for (const training of await namesIn(all)) {
    const folder = join(all, training);
    for (const each of await namesIn(folder)) if (name.test(each)) await removeFile(join(folder, each));
    await rmdir(folder).catch(() => undefined);
  }
  await rmdir(all).catch(() => undefined);
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** Removes a folder with nothing in it, at once, as the process may be about to end. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // There is something in it.
  }
}
