import { constants, existsSync, fstat } from 'node:fs';
import type { Stats } from 'node:fs';
import { access, lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { InputError, check } from '../errors.js';
import { codeOf, reasonOf } from './failures.js';

/*
 * In all functions, `what` names the path in error messages: `--out runs/model`, `saveFile: model`.
 */

/** What a path leads to: a file (which may not exist yet), a stream such as a FIFO, or a file that this process has open already. */
export type WriteTarget =
  | { readonly kind: 'file'; readonly path: string; readonly existing: Stats | undefined }
  | { readonly kind: 'stream'; readonly path: string }
  | { readonly kind: 'descriptor'; readonly fd: number };

/** The end of a path after all links. */
export interface End {
  readonly path: string;
  readonly stats: Stats | undefined;
  readonly fd?: number;
}

/** How many links are followed. More links count as a circle. */
const HOPS = 40;

/**
 * Follows links to their end, which may not exist. `realpath` does not fit: it fails if the end is missing, and for /dev/stdout it
 * returns the file that a shell has open, which must not be replaced by another file of that name.
 *
 * @param path The path to follow.
 * @param what What the file is, for messages.
 */
export async function endOf(path: string, what: string): Promise<End> {
  let here = path;
  for (let hop = 0; hop <= HOPS; hop++) {
    const folder = await realpath(dirname(here)).catch((cause: unknown) => {
      if (codeOf(cause) !== 'ENOENT') throw cannot(what, cause);
      check(hop === 0, () => `${what} is a link to ${here}, whose folder does not exist; make it, or choose another path`);
      return undefined;
    });
    if (folder === undefined) return { path: here, stats: undefined };
    const full = join(folder, basename(here));
    const fd = descriptorOf(full);
    if (fd !== undefined) return { path: full, stats: undefined, fd };
    const stats = await lstat(full).catch((cause: unknown) => {
      if (codeOf(cause) !== 'ENOENT') throw cannot(what, cause);
      return undefined;
    });
    if (!stats?.isSymbolicLink()) return { path: full, stats };
    const to = await readlink(full);
    // Not normalized: `..` after a link is the parent of the link's end.
    here = isAbsolute(to) ? to : `${folder}/${to}`;
  }
  throw new InputError(`${what} is a link that leads in a circle; choose another path`);
}

/** The number in /dev/fd/3, or in the path that it links to. */
function descriptorOf(path: string): number | undefined {
  const found = new RegExp(`^(?:/dev/fd|/proc/${process.pid}/(?:task/\\d+/)?fd)/(\\d+)$`).exec(path);
  return found ? Number(found[1]) : undefined;
}

/** The folder itself, or its nearest parent that exists. */
export const nearestThere = (folder: string): string => (existsSync(folder) ? folder : nearestThere(dirname(folder)));

/**
 * The kind of file that a path leads to, for error messages.
 *
 * @param stats What the system says of the file.
 */
export const kindOf = (stats: Stats): string =>
  stats.isFile()
    ? 'a file'
    : stats.isDirectory()
      ? 'a folder'
      : stats.isBlockDevice()
        ? 'a block device'
        : stats.isSocket()
          ? 'a socket'
          : 'not a file';

/**
 * The error of a failed write: what cannot be written, and why.
 *
 * @param cause The error of the system.
 */
export const cannot = (what: string, cause: unknown): InputError =>
  new InputError(`${what} cannot be written (${reasonOf(cause)}); choose another path`, { cause });

/**
 * Where to write the file that a path names. Throws if it is not a file, or may not be written.
 *
 * @param what What is written, for messages.
 */
export async function writeTargetOf(path: string, what: string): Promise<WriteTarget> {
  check(typeof path === 'string' && path !== '' && !path.includes('\0'), () => `${what} is not a file name`);
  check(!/[\\/]$/.test(path), () => `${what} names a folder; name a file`);
  const { path: end, stats, fd } = await endOf(path, what);
  if (fd !== undefined) {
    const open = await promisify(fstat)(fd).catch((cause: unknown) => Promise.reject(cannot(what, cause)));
    // Node has some descriptors of its own open, which are not files.
    check([open.isFile(), open.isFIFO(), open.isCharacterDevice(), open.isSocket()].includes(true), () => `${what} is not a file`);
    return { kind: 'descriptor', fd };
  }
  const mayWrite = (where: string): Promise<void> =>
    access(where, constants.W_OK).catch((cause: unknown) => Promise.reject(cannot(what, cause)));
  if (!stats) {
    await mayWrite(nearestThere(dirname(end)));
    return { kind: 'file', path: end, existing: undefined };
  }
  const streams = stats.isFIFO() || stats.isCharacterDevice();
  check(stats.isFile() || streams, () => `${what} is ${kindOf(stats)}; name a file`);
  await mayWrite(end);
  return streams ? { kind: 'stream', path: end } : { kind: 'file', path: end, existing: stats };
}
