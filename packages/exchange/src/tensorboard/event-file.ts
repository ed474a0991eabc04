import { hostname } from 'node:os';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { cannot, codeOf, endOf, kindOf, makeFolder, unwritable } from '@autoencoders/core/node';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { EventSink } from './event-stream.js';
import type { TrainingProgress } from './progress.js';
import { summarized } from './tensorboard.js';
import type { SummaryOptions } from './summary-writer.js';

/** A new event file in a folder. */
export interface EventFile extends EventSink {
  /** Its path: `<folder>/events.out.tfevents.<seconds>.<host>`. */
  readonly path: string;
}

/** Options of `eventFile`. */
export interface EventFileOptions {
  /** What messages call the folder. Default: `eventFile: <folder>`. */
  readonly name?: string | undefined;
}

/**
 * Makes a new event file in a folder, which is made if it is missing: the sink of a `summaryWriter`. Give each run a folder of its own, since
 * TensorBoard joins the files of a folder. Throws an `InputError` when the folder cannot be written.
 */
export async function eventFile(folder: string, options: EventFileOptions = {}): Promise<EventFile> {
  checkOptions('eventFile', options, { name: true });
  check(
    typeof folder === 'string' && folder !== '' && !folder.includes('\0'),
    () => `eventFile: ${show(folder)} is not the name of a folder`,
  );
  const what = options.name ?? `eventFile: ${folder}`;
  const { path, stats } = await endOf(folder, what);
  check(!stats || stats.isDirectory(), () => `${what} is ${kindOf(stats!)}; name a folder`);
  try {
    await makeFolder(path);
    const file = await newFile(join(path, `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}`));
    return {
      path: file.path,
      write: (bytes) => file.handle.appendFile(bytes).catch((cause: unknown) => Promise.reject(unwritable(file.path, cause))),
      close: () => file.handle.close(),
    };
  } catch (cause) {
    throw cannot(what, cause);
  }
}

/** A file of this name, or with `.1`, `.2` … after it where one exists. */
async function newFile(path: string, nth: number = 0): Promise<{ readonly path: string; readonly handle: FileHandle }> {
  const name = nth === 0 ? path : `${path}.${nth}`;
  try {
    return { path: name, handle: await open(name, 'wx') };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return newFile(path, nth + 1);
  }
}

/**
 * Gives the progress of a run as it comes, and writes it into a folder for TensorBoard. Leaving the loop stops the run. If the disk is full,
 * `onNotice` is called, and the run goes on. Throws at the call for options that do not fit, and before the first step when the folder cannot
 * be written.
 *
 * ```ts
 * for await (const { loss } of tensorboard(fit(model, images, options), 'runs/tb', { model })) console.log(loss);
 * ```
 */
export function tensorboard<P extends TrainingProgress>(
  run: AsyncIterable<P>,
  folder: string,
  options: SummaryOptions = {},
): AsyncGenerator<P, void, void> {
  return summarized(run, () => eventFile(folder), options);
}
