import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ModuleCall } from '@autoencoders/core/internal';
import { fromArff } from './sources/arff.js';
import { checkCsvOptions, csvSource } from './sources/csv.js';
import type { CsvOptions } from './sources/csv.js';
import { fromJson, fromJsonLines } from './sources/json.js';
import type { JsonOptions } from './sources/json.js';
import type { TableSource } from './sources/source.js';

/**
 * A CSV or TSV file on disk, as `fromCsv` reads it. It is streamed: the file is never in memory as a whole. Throws if there is no such file.
 *
 * @param path The path of the file.
 */
export function openCsv(path: string, options: CsvOptions = {}): TableSource {
  const { shard } = options;
  // The functions of a group cannot be sent to another thread.
  const given = shard ? { ...options, shard: { rank: shard.rank, size: shard.size } } : options;
  const { openedBy, ...file } = fileOf('openCsv', path, given);
  checkCsvOptions('openCsv', options);
  return { ...csvSource({ name: options.name ?? basename(path), replayable: true, ...file }, options), openedBy };
}

/**
 * A JSON file on disk, as `fromJson` reads it. Throws if there is no such file.
 *
 * @param path The path of the file.
 */
export function openJson(path: string, options: JsonOptions = {}): TableSource {
  const { pieces, ...known } = fileOf('openJson', path, options);
  return { ...fromJson(pieces, { name: basename(path), ...options }), ...known };
}

/**
 * A file of JSON lines on disk, as `fromJsonLines` reads it. Throws if there is no such file.
 *
 * @param path The path of the file.
 */
export function openJsonLines(path: string, options: JsonOptions = {}): TableSource {
  const { pieces, ...known } = fileOf('openJsonLines', path, options);
  return { ...fromJsonLines(pieces, { name: basename(path), ...options }), ...known };
}

/**
 * An ARFF file on disk, as `fromArff` reads it. Throws if there is no such file.
 *
 * @param path The path of the file.
 */
export function openArff(path: string, options: { readonly name?: string | undefined } = {}): TableSource {
  const { pieces, ...known } = fileOf('openArff', path, options);
  return { ...fromArff(pieces, { name: basename(path), ...options }), ...known };
}

/** A file on disk. */
interface DiskFile extends Pick<TableSource, 'openedBy'> {
  readonly bytes: number;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** The size of a file, how another thread opens it, and a function that reads it. */
function fileOf(call: string, path: string, options: object): DiskFile {
  check(typeof path === 'string', () => `${call}: path must be a string, not ${show(path)}`);
  const stats = statSync(path, { throwIfNoEntry: false });
  check(stats !== undefined, () => `${call}: there is no file ${show(path)}`);
  check(!stats.isDirectory(), () => `${call}: ${show(path)} is a folder, not a file`);
  // Not `import.meta.url`, which in a bundle is the whole program.
  const openedBy: ModuleCall = { module: new URL('./open-files.js', import.meta.url).href, call, args: [path, options] };
  return {
    openedBy,
    bytes: stats.size,
    async *pieces() {
      // Bytes that are appended while the file is in use are not part of the table.
      const length = stats.isFile() ? stats.size : Infinity;
      let read = 0;
      try {
        for await (const piece of createReadStream(path, { highWaterMark: 2 ** 18, end: Math.max(0, length - 1) })) {
          read += (piece as Uint8Array).length;
          yield piece as Uint8Array;
        }
      } catch (cause) {
        throw new InputError(`${call}: ${show(path)} cannot be read: ${(cause as Error).message}`, { cause });
      }
      check(
        length === Infinity || read >= length,
        () => `${call}: ${show(path)} became shorter while it was in use: it had ${length} bytes, and has ${read} now`,
      );
    },
  };
}
