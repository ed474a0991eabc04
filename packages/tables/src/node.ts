import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { fromArff } from './sources/arff.js';
import { fromCsv } from './sources/csv.js';
import type { CsvOptions } from './sources/csv.js';
import { fromJson, fromJsonLines } from './sources/json.js';
import type { JsonOptions } from './sources/json.js';
import type { TableSource } from './sources/source.js';

/** A CSV or TSV file on disk, as `fromCsv` reads it. It is streamed: never is the whole file in memory. Throws if there is no such file. */
export function openCsv(path: string, options: CsvOptions = {}): TableSource {
  const { bytes, pieces } = fileOf('openCsv', path);
  return { ...fromCsv(pieces, { name: basename(path), ...options }), bytes };
}

/** A JSON file on disk, as `fromJson` reads it. Throws if there is no such file. */
export function openJson(path: string, options: JsonOptions = {}): TableSource {
  const { bytes, pieces } = fileOf('openJson', path);
  return { ...fromJson(pieces, { name: basename(path), ...options }), bytes };
}

/** A file of JSON lines on disk, as `fromJsonLines` reads it. Throws if there is no such file. */
export function openJsonLines(path: string, options: JsonOptions = {}): TableSource {
  const { bytes, pieces } = fileOf('openJsonLines', path);
  return { ...fromJsonLines(pieces, { name: basename(path), ...options }), bytes };
}

/** An ARFF file on disk, as `fromArff` reads it. Throws if there is no such file. */
export function openArff(path: string, options: { readonly name?: string | undefined } = {}): TableSource {
  const { bytes, pieces } = fileOf('openArff', path);
  return { ...fromArff(pieces, { name: basename(path), ...options }), bytes };
}

/** The size of a file, and a function that opens it. */
function fileOf(call: string, path: string): { bytes: number; pieces: () => AsyncIterable<Uint8Array> } {
  check(typeof path === 'string', () => `${call}: path must be a string, not ${show(path)}`);
  const stats = statSync(path, { throwIfNoEntry: false });
  check(stats !== undefined, () => `${call}: there is no file ${show(path)}`);
  check(!stats.isDirectory(), () => `${call}: ${show(path)} is a folder, not a file`);
  return {
    bytes: stats.size,
    async *pieces() {
      try {
        yield* createReadStream(path, { highWaterMark: 2 ** 18 }) as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw new InputError(`${call}: ${show(path)} cannot be read: ${(cause as Error).message}`, { cause });
      }
    },
  };
}
