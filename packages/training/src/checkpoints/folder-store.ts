import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { codeOf, writeTo } from '@autoencoders/core/node';
import { checkedKeep, newestReadable } from './store.js';
import type { CheckpointStore, KeepOptions } from './store.js';

/** `checkpoint-000012.safetensors`; the number counts up. */
const NAME = /^checkpoint-(\d{1,15})\.safetensors$/;
/** A checkpoint that was being written. */
const PART = /^checkpoint-\d+\.safetensors\..*\.part$/;

/** An incomplete file that did not change for so many milliseconds belongs to no running process. */
const STALE = 10 * 60_000;

/**
 * Keeps checkpoints as files of a folder, which is made if it does not exist. Each is written completely, flushed to the disk and then
 * renamed, and only then is the oldest one removed. So after a crash, a full disk or a loss of power, the ones before are there. If the newest
 * is damaged, training goes on from the one before it. Give each training a folder of its own.
 *
 * ```ts
 * await fit(model, images, { loss: { squaredError }, checkpoint: { store: folderStore('checkpoints') }, resume: true });
 * ```
 *
 * @param path The path of the folder.
 */
export function folderStore(path: string, options: KeepOptions = {}): CheckpointStore {
  check(typeof path === 'string' && path !== '', () => `folderStore: path must name a folder, not ${show(path)}`);
  const keep = checkedKeep('folderStore', options);
  let isSwept = false;
  return {
    async write(checkpoint) {
      if (!isSwept) await sweep(path);
      isSwept = true;
      const numbers = await numbersIn(path);
      const next = (numbers[0] ?? 0) + 1;
      const file = join(path, nameOf(next));
      await writeTo(file, [checkpoint], file);
      for (const old of numbers.slice(keep - 1)) await rm(join(path, nameOf(old)), { force: true });
    },
    async read(onNotice) {
      const files = (await numbersIn(path)).map((number) => join(path, nameOf(number)));
      return newestReadable(
        `folderStore(${show(path)})`,
        files.map((name) => ({ name, read: () => readFile(name) })),
        onNotice,
      );
    },
  };
}

const nameOf = (number: number): string => `checkpoint-${String(number).padStart(6, '0')}.safetensors`;

const filesIn = (path: string): Promise<string[]> =>
  readdir(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });

/** The numbers of the checkpoints in a folder, the newest first. */
async function numbersIn(path: string): Promise<number[]> {
  const numbers = (await filesIn(path)).map((name) => Number(NAME.exec(name)?.[1] ?? -1));
  return numbers.filter((number) => number >= 0).sort((a, b) => b - a);
}

/** Removes the incomplete files of processes that were killed. */
async function sweep(path: string): Promise<void> {
  for (const name of (await filesIn(path)).filter((name) => PART.test(name))) {
    const part = join(path, name);
    const changed = await stat(part).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - changed > STALE) await rm(part, { force: true });
  }
}
