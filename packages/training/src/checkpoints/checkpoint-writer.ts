import { areFinite, checkpointToBytes } from './checkpoint.js';
import type { Checkpoint, TrainingPosition } from './checkpoint.js';
import type { CheckedCheckpointOptions } from './store.js';

/** Writes checkpoints while training goes on, one at a time. */
export interface CheckpointWriter {
  /** Whether a checkpoint should be taken now, `steps` steps after the last one. */
  readonly isDue: (steps: number) => boolean;
  /** Takes a checkpoint, and begins to write it. */
  readonly take: (taken: () => Promise<Checkpoint>) => Promise<void>;
  /** Resolves when nothing is being written. */
  readonly idle: () => Promise<void>;
  /** Takes the last checkpoint, at `now`, unless it was taken there before. Waits until it is written. */
  readonly finish: (now: TrainingPosition, taken: () => Promise<Checkpoint>) => Promise<void>;
}

/** Milliseconds between checkpoints, by default. */
const PAUSE = 30_000;
/** The largest share of the time that steps wait for checkpoints, by default. */
const SHARE = 0.01;

/** A writer of checkpoints, with `metadata`, into a store. Errors of the store become notices that begin with `call`. */
export function checkpointWriter(
  call: string,
  { store, everySeconds, everySteps, metadata: given, onNotice }: CheckedCheckpointOptions,
  own: Readonly<Record<string, string>> = {},
): CheckpointWriter {
  const metadata = { ...given, ...own };
  let [lastTime, cost] = [performance.now(), 0];
  const pause = (): number => (everySeconds === undefined ? Math.max(PAUSE, cost / SHARE) : everySeconds * 1000);
  let last: TrainingPosition | undefined;
  let writing: Promise<void> | undefined;
  let isFailing = false;
  const write = async (checkpoint: Checkpoint): Promise<void> => {
    const { level, epoch, step, globalStep } = checkpoint;
    const position = { level, epoch, step, globalStep };
    try {
      await store.write(checkpointToBytes(checkpoint, metadata), position);
      isFailing = false;
      last = position;
    } catch (error) {
      // A full disk is often full at the next checkpoint, too. The notice is given once.
      if (!isFailing)
        onNotice(`${call}: a checkpoint cannot be written: ${messageOf(error)}. Training goes on, and tries again at the next checkpoint`);
      isFailing = true;
    }
  };
  const take = async (taken: () => Promise<Checkpoint>): Promise<void> => {
    const start = performance.now();
    const checkpoint = await taken();
    // The next step, or the end of training, reports weights that are not finite. The checkpoint before is the better one to keep.
    if (Object.values(checkpoint.weights).every(({ values }) => areFinite(values)))
      writing = write(checkpoint).finally(() => (writing = undefined));
    lastTime = performance.now();
    cost = lastTime - start;
  };
  const idle = async (): Promise<void> => writing;
  return {
    isDue: (steps) => writing === undefined && (steps >= everySteps || performance.now() - lastTime >= pause()),
    take,
    idle,
    async finish(now, taken) {
      await idle();
      if (last?.level === now.level && last.epoch === now.epoch && last.step === now.step) return;
      await take(taken);
      await idle();
      if (isFailing) onNotice(`${call}: the last checkpoint could not be written; the model itself has its weights`);
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
