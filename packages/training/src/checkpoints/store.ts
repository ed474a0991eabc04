import { InputError } from '@autoencoders/core';
import { check, checkBoolean, checkFunction, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { CHECKPOINT_KEYS, readCheckpoint } from './checkpoint.js';
import type { TrainingPosition } from './checkpoint.js';

/**
 * Keeps the checkpoints of one training: in files, a database, over a network. It must keep the previous checkpoint until the new one is
 * complete. `folderStore` and `browserStore` are stores.
 */
export interface CheckpointStore {
  /** Keeps a checkpoint, which was taken at `position`. It is not called again before its promise has settled. If it throws or rejects, training goes on. */
  readonly write: (checkpoint: Uint8Array, position: TrainingPosition) => void | Promise<void>;
  /** The bytes of the newest checkpoint; undefined if there is none. Calls `onNotice` with a sentence for each damaged one that it passes over. */
  readonly read: (onNotice: (notice: string) => void) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
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
  /** Strings to keep in each checkpoint, such as the encoder of a table. `readMetadata` of `@autoencoders/models` gives them. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Called with a sentence when a checkpoint cannot be written, or when a damaged one is skipped. Default: a warning on the console. */
  readonly onNotice?: (notice: string) => void;
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
  /**
   * Whether training resumes only if the data have the same values as before. Up to 1,024 examples of data in memory are compared, and 32 of
   * data that are read by rows. Default true. The number and the shape of the examples must be the same in any case.
   */
  readonly checkData?: boolean | undefined;
}

/** Checked options with their defaults. That of `everySeconds` depends on the model. */
export type CheckedCheckpointOptions = Required<CheckpointOptions>;

function checkedCheckpointOptions(call: string, given: CheckpointOptions | undefined): CheckedCheckpointOptions | undefined {
  if (given === undefined) return undefined;
  const where = `${call}: checkpoint`;
  checkOptions(where, given, { store: true, everySeconds: true, everySteps: true, metadata: true, onNotice: true });
  const { store, everySeconds, everySteps = Infinity, metadata = {}, onNotice = warn } = given;
  check(
    typeof store?.write === 'function' && typeof store.read === 'function',
    () => `${where}: store must have two functions, write and read, as folderStore(path) has, not ${show(store)}`,
  );
  if (everySeconds !== undefined && everySeconds !== Infinity) checkNumber(where, 'everySeconds', everySeconds, 0);
  if (everySteps !== Infinity) checkInteger(where, 'everySteps', everySteps, 1);
  for (const [name, value] of Object.entries(metadata)) {
    check(typeof value === 'string', () => `${where}: metadata.${name} must be a string, not ${show(value)}`);
    check(!CHECKPOINT_KEYS.includes(name), () => `${where}: metadata.${name} is a name that checkpoints use; choose another name`);
  }
  checkFunction(where, 'onNotice', onNotice);
  return { store, everySeconds, everySteps, metadata, onNotice };
}

// oxlint-disable-next-line no-console -- Training goes on, so the sentence can be neither thrown nor returned.
const warn = (notice: string): void => console.warn(notice);

/** Checked `ResumeOptions`. */
export interface CheckedResume {
  readonly options: CheckedCheckpointOptions | undefined;
  /** The bytes to go on from. */
  readonly read: () => Promise<Uint8Array | undefined>;
  readonly checkData: boolean;
}

/** Checked options. Throws for options that do not fit. */
export function checkedResume(call: string, { checkpoint, resume, checkData = true }: ResumeOptions): CheckedResume {
  const options = checkedCheckpointOptions(call, checkpoint);
  check(
    resume === undefined || typeof resume === 'boolean' || resume instanceof Uint8Array,
    () => `${call}: resume must be true, or the bytes of a checkpoint as a Uint8Array, not ${show(resume)}`,
  );
  check(
    resume !== true || options !== undefined,
    () => `${call}: resume is true, but there is no store to read from; give checkpoint: { store }, or the bytes as resume`,
  );
  checkBoolean(call, 'checkData', checkData);
  return { options, checkData, read: async () => (resume === true ? options!.store.read(options!.onNotice) : resume || undefined) };
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
export async function newestReadable(
  call: string,
  stored: readonly Stored[],
  onNotice: (notice: string) => void,
): Promise<Uint8Array | undefined> {
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
