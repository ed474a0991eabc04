import { InputError } from '@autoencoders/core';
import { check, checkFunction, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { readCheckpoint } from './checkpoint.js';
import type { TrainingState } from './checkpoint.js';

/** Where in training a checkpoint was taken. */
export type CheckpointInfo = Pick<TrainingState, 'level' | 'epoch' | 'step' | 'globalStep'>;

/** A function that is called with one sentence about a problem that did not stop the training. */
export type Notice = (notice: string) => void;

/**
 * Keeps the checkpoints of one training: in files, a database, over a network. It must keep the previous checkpoint until the new one is
 * complete. `folderStore` and `browserStore` are stores.
 */
export interface CheckpointStore {
  /** Keeps a checkpoint. It is not called again before its promise has settled. If it throws or rejects, training goes on. */
  readonly write: (checkpoint: Uint8Array, info: CheckpointInfo) => void | Promise<void>;
  /** The bytes of the newest checkpoint; undefined if there is none. */
  readonly read: (onNotice: Notice) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

/** When checkpoints are taken, and where they are kept. */
export interface CheckpointOptions {
  readonly store: CheckpointStore;
  /**
   * Takes a checkpoint when so many seconds have passed since the last one, after the current step. Default 30, or more for a large model:
   * steps wait for copies of the weights, by default for at most 1 % of the time.
   */
  readonly everySeconds?: number | undefined;
  /** Also takes a checkpoint after every so many steps. Default: by time only. */
  readonly everySteps?: number;
  /** Called with a sentence when a checkpoint cannot be written, or when a damaged one is skipped. Default: a warning on the console. */
  readonly onNotice?: Notice;
}

/** Options of a training that can be interrupted. */
export interface ResumeOptions {
  /** Takes checkpoints while training goes on, so that it can be resumed. Default: none. */
  readonly checkpoint?: CheckpointOptions | undefined;
  /**
   * Goes on from a checkpoint: `true` for the newest in the store of `checkpoint`, or the bytes of one. If the store has none, training
   * starts from the beginning. Default false: training starts from the beginning.
   */
  readonly resume?: boolean | Uint8Array | undefined;
}

/** Checked options with their defaults. That of `everySeconds` depends on the model. */
export type CheckedCheckpointOptions = Required<CheckpointOptions>;

function checkedCheckpointOptions(call: string, given: CheckpointOptions | undefined): CheckedCheckpointOptions | undefined {
  if (given === undefined) return undefined;
  const where = `${call}: checkpoint`;
  checkOptions(where, given, { store: true, everySeconds: true, everySteps: true, onNotice: true });
  const { store, everySeconds, everySteps = Infinity, onNotice = warn } = given;
  check(
    typeof store?.write === 'function' && typeof store.read === 'function',
    () => `${where}: store must have two functions, write and read, as folderStore(path) has, not ${show(store)}`,
  );
  if (everySeconds !== undefined && everySeconds !== Infinity) checkNumber(where, 'everySeconds', everySeconds, 0);
  if (everySteps !== Infinity) checkInteger(where, 'everySteps', everySteps, 1);
  checkFunction(where, 'onNotice', onNotice);
  return { store, everySeconds, everySteps, onNotice };
}

// oxlint-disable-next-line no-console -- Training goes on, so the sentence can be neither thrown nor returned.
const warn: Notice = (notice) => console.warn(notice);

/** Checked options of checkpoints, and a function that gives the bytes to go on from. Throws for options that do not fit. */
export function checkedResume(
  call: string,
  { checkpoint, resume }: ResumeOptions,
): { readonly options: CheckedCheckpointOptions | undefined; readonly read: () => Promise<Uint8Array | undefined> } {
  const options = checkedCheckpointOptions(call, checkpoint);
  check(
    resume === undefined || typeof resume === 'boolean' || resume instanceof Uint8Array,
    () => `${call}: resume must be true, or the bytes of a checkpoint as a Uint8Array, not ${show(resume)}`,
  );
  check(
    resume !== true || options !== undefined,
    () => `${call}: resume is true, but there is no store to read from; give checkpoint: { store }, or the bytes as resume`,
  );
  return { options, read: async () => (resume === true ? options!.store.read(options!.onNotice) : resume || undefined) };
}

/** Options of `folderStore` and `browserStore`. */
export interface KeepOptions {
  /** How many checkpoints are kept: the newest ones. Default 3. */
  readonly keep?: number;
}

/** How many checkpoints to keep. Throws for options that do not fit. */
export function checkedKeep(call: string, options: KeepOptions): number {
  checkOptions(call, options, { keep: true });
  const { keep = 3 } = options;
  checkInteger(call, 'keep', keep, 1);
  return keep;
}

/** A checkpoint in a store: what messages call it, and how to read it. */
export interface Stored {
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

/**
 * The first of `stored`, from the newest on, that is not damaged. Throws where there are some, but none can be read; the error begins with
 * `call`.
 */
export async function newestReadable(call: string, stored: readonly Stored[], onNotice: Notice): Promise<Uint8Array | undefined> {
  let first: unknown;
  for (const { name, read } of stored) {
    try {
      const bytes = await read();
      readCheckpoint(bytes);
      return bytes;
    } catch (error) {
      first ??= error;
      onNotice(`${call}: the checkpoint ${name} cannot be used (${(error as Error).message}); the one before it is tried`);
    }
  }
  if (first !== undefined)
    throw new InputError(`${call}: none of ${stored.length} checkpoints can be used; of the newest: ${(first as Error).message}`, {
      cause: first,
    });
  return undefined;
}
