import { randomUUID } from 'node:crypto';
import { constants, existsSync, write } from 'node:fs';
import { chmod, mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf, unwritable } from './failures.js';
import { removedOnSignals } from './removed-on-signals.js';
import { synced, syncedFolder } from './sync.js';
import { writeTargetOf } from './target.js';
import type { WriteTarget } from './target.js';

/** The content of a file, in pieces. */
export type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Content that is complete on the disk, but not yet in its place. */
export interface Prepared {
  readonly commit: () => Promise<void>;
  /** Deletes it. After `commit` it does nothing. */
  readonly discard: () => Promise<void>;
}

/**
 * Writes a complete file, or nothing if that fails. Follows links. A file is on the disk when this resolves, and stays whole through a loss
 * of power. A stream, such as a FIFO, gets the pieces as they come.
 *
 * @param path The path of the file.
 * @param what What is written, for messages.
 */
export async function writeTo(path: string, pieces: Pieces, what: string): Promise<void> {
  const prepared = await prepare(await writeTargetOf(path, what), pieces, what);
  try {
    await prepared.commit();
  } finally {
    await prepared.discard();
  }
}

/**
 * Writes content to a temporary file, ready to be committed.
 *
 * @param target Where the content goes.
 * @param pieces The content, piece by piece.
 * @param what What is written, for messages.
 */
export async function prepare(target: WriteTarget, pieces: Pieces, what: string): Promise<Prepared> {
  if (target.kind === 'file') return prepareFile(target, pieces, what);
  return { commit: () => stream(target, pieces, what), discard: async () => undefined };
}

async function stream(target: Exclude<WriteTarget, { kind: 'file' }>, pieces: Pieces, what: string): Promise<void> {
  if (target.kind === 'descriptor') return writeAll(target.fd, pieces, what);
  // Opened, never created: a FIFO that was deleted must not become a file.
  const handle = await writing(what, () => open(target.path, constants.O_WRONLY));
  try {
    await writeAll(handle.fd, pieces, what);
  } finally {
    await writing(what, () => handle.close());
  }
}

type FileTarget = Extract<WriteTarget, { kind: 'file' }>;

async function prepareFile({ path: end, existing }: FileTarget, pieces: Pieces, what: string): Promise<Prepared> {
  const undo: (() => unknown)[] = [];
  const discard = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const made = await writing(what, () => makeFolder(dirname(end)));
    undo.push(() => removeEmpty(made));
    const { handle, part, beside } = await writing(what, () => openPart(end, existing !== undefined));
    undo.push(removedOnSignals(part), () => rm(part, { force: true }));
    const written = writeAll(handle.fd, pieces, what).then(() => writing(what, () => synced(handle)));
    await written.finally(() => writing(what, () => handle.close()));
    const own = await writing(what, () => stat(part));
    const alone = beside && (!existing || (existing.nlink === 1 && existing.uid === own.uid && existing.gid === own.gid));
    const commit = async (): Promise<void> => {
      await (alone ? takePlace(part, end, existing?.mode) : overwrite(part, end));
      // The names of the file and of new folders are in the folders above them.
      for (const folder of [end, ...made].map((path) => dirname(path))) await syncedFolder(folder);
    };
    return { commit: () => writing(what, commit), discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/**
 * Makes a folder and its parents. Returns those that it made. Node's own `recursive` option never ends under /proc.
 *
 * @param path The path of the folder.
 */
export async function makeFolder(path: string): Promise<readonly string[]> {
  if (existsSync(path)) return [];
  const above = await makeFolder(dirname(path));
  try {
    await mkdir(path);
    return [path, ...above];
  } catch (error) {
    // Another process made it in the meantime.
    if (codeOf(error) === 'EEXIST') return above;
    throw error;
  }
}

/** Deletes empty folders, the innermost first. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rmdir(folder).catch(() => undefined);
}

/** A new file beside `path`. If its folder is read-only and the file exists, the new file is in the system's temporary folder. */
async function openPart(path: string, isThere: boolean): Promise<{ handle: FileHandle; part: string; beside: boolean }> {
  const name = `${basename(path).slice(0, 100)}.${randomUUID().slice(0, 8)}.part`;
  const part = join(dirname(path), name);
  try {
    return { handle: await open(part, 'wx'), part, beside: true };
  } catch (error) {
    if (!isThere || !['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) throw error;
    const elsewhere = join(tmpdir(), name);
    return { handle: await open(elsewhere, 'wx', 0o600), part: elsewhere, beside: false };
  }
}

async function takePlace(part: string, path: string, mode: number | undefined): Promise<void> {
  if (mode !== undefined) await chmod(part, mode & 0o7777);
  await rename(part, path);
}

/**
 * Copies the content of `part` into the file at `path`, which keeps its owner and its hard links. The bytes beyond the old length
 * are written first: if the disk is full, the old content is still there.
 */
async function overwrite(part: string, path: string): Promise<void> {
  const from = await open(part, 'r');
  const to = await open(path, constants.O_WRONLY);
  try {
    const [{ size: next }, { size: before }] = [await from.stat(), await to.stat()];
    try {
      await copy(from, to, before, next);
    } catch (error) {
      await to.truncate(before);
      throw error;
    }
    await copy(from, to, 0, Math.min(before, next));
    await to.truncate(next);
    await synced(to);
  } finally {
    await from.close();
    await to.close();
  }
}

async function copy(from: FileHandle, to: FileHandle, start: number, end: number): Promise<void> {
  const buffer = Buffer.alloc(2 ** 16);
  for (let at = start; at < end;) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, end - at), at);
    for (let done = 0; done < bytesRead;) done += (await to.write(buffer, done, bytesRead - done, at + done)).bytesWritten;
    at += bytesRead;
  }
}

const writePart = promisify(write);

async function writeAll(fd: number, pieces: Pieces, what: string): Promise<void> {
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    await writing(what, async () => {
      for (let at = 0; at < bytes.length;) at += await someOf(fd, bytes.subarray(at));
    });
  }
}

/** How many bytes were written. 0 for a non-blocking pipe that is full. */
async function someOf(fd: number, bytes: Uint8Array): Promise<number> {
  try {
    return (await writePart(fd, bytes)).bytesWritten;
  } catch (error) {
    if (codeOf(error) !== 'EAGAIN') throw error;
    await later(5);
    return 0;
  }
}

/** The result of `f`. An error becomes an error of writing `what`. */
export async function writing<T>(what: string, f: () => Promise<T>): Promise<T> {
  try {
    return await f();
  } catch (error) {
    throw unwritable(what, error);
  }
}
