import { workerTrainer } from '@autoencoders/training';
import type { WorkerTrainer } from '@autoencoders/training';
import { describeBackend, wasmPaths } from './backends.js';
import type { BackendName } from './backends.js';
import type { PhaseProgress } from './definition.js';
import type { Activity } from './state.js';

/** What a runner reports. */
export interface RunnerEvents {
  readonly onState: (state: Activity) => void;
  readonly onProgress: (progress: PhaseProgress) => void;
  /** A sentence on the backend that trains. */
  readonly onBackend: (text: string) => void;
  /** A sentence on something that went wrong while the training continues. */
  readonly onNotice: (notice: string) => void;
  readonly onError: (error: Error) => void;
}

/** A training that the trainer of a worker does. */
export type Train = (trainer: WorkerTrainer, onNotice: (notice: string) => void) => AsyncIterable<PhaseProgress>;

/** Trains in a worker, one training at a time. */
export interface Runner {
  readonly state: () => Activity;
  /** Stops the training before, then trains until the end, a `stop` or an error. True if it came to the end. */
  readonly start: (backend: BackendName, train: Train) => Promise<boolean>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => Promise<void>;
}

/** Whether no worker started at all. A worker whose backend did not start is another error. */
const noWorker = ({ name, message }: Error): boolean =>
  name === 'SecurityError' || /^workerTrainer: the worker (failed|did not answer)/.test(message);

/** A trainer in a new worker, or one on the page where the browser starts no worker. */
async function startTrainer(backend: BackendName, onBackend: RunnerEvents['onBackend']): Promise<WorkerTrainer> {
  try {
    const worker = new Worker(new URL('train.worker.ts', import.meta.url), { type: 'module' });
    const trainer = await workerTrainer(worker, { backend, options: { paths: wasmPaths } });
    onBackend(`Trains on ${describeBackend(backend, trainer.info)}.`);
    return trainer;
  } catch (error) {
    if (!noWorker(error as Error)) throw error;
    const { localTrainer } = await import('./train-on-page.js');
    onBackend('The browser started no worker, so this page trains by itself, on one thread of WebAssembly.');
    return localTrainer;
  }
}

/** The trainer of a backend; it stays until another backend is asked for, or it is dropped. */
function trainerPool(onBackend: RunnerEvents['onBackend']) {
  let current: { readonly backend: BackendName; readonly trainer: WorkerTrainer } | undefined;
  const drop = (): void => {
    current?.trainer.terminate();
    current = undefined;
  };
  const get = async (backend: BackendName): Promise<WorkerTrainer> => {
    if (current?.backend === backend) return current.trainer;
    drop();
    const trainer = await startTrainer(backend, onBackend);
    current = { backend, trainer };
    return trainer;
  };
  return { get, drop };
}

export function runner({ onState, onProgress, onBackend, onNotice, onError }: RunnerEvents): Runner {
  const pool = trainerPool(onBackend);
  let state: Activity = 'idle';
  let wake: (() => void) | undefined;
  let running: Promise<unknown> = Promise.resolve();
  /** The number of the training that is wanted; `stop` makes it one that no training has. */
  let wanted = 0;
  const become = (next: Activity): void => {
    state = next;
    onState(next);
  };
  const run = async (backend: BackendName, train: Train, number: number): Promise<boolean> => {
    become('starting');
    try {
      const trainer = await pool.get(backend);
      if (number !== wanted) return false;
      become('running');
      for await (const progress of train(trainer, onNotice)) {
        // A step that was under way when the reader paused is shown after the pause.
        if (state === 'paused') await new Promise<void>((resolve) => (wake = resolve));
        if (number !== wanted) return false;
        onProgress(progress);
      }
      return true;
    } catch (error) {
      // The next training gets a new worker: this one may be broken.
      pool.drop();
      onError(error as Error);
      return false;
    } finally {
      become('idle');
    }
  };
  const stop = async (): Promise<void> => {
    wanted += 1;
    if (state === 'running' || state === 'paused') become('stopping');
    wake?.();
    await running;
  };
  return {
    state: () => state,
    async start(backend, train) {
      await stop();
      const number = ++wanted;
      const ended = run(backend, train, number);
      running = ended;
      return ended;
    },
    pause: () => state === 'running' && become('paused'),
    resume() {
      if (state !== 'paused') return;
      become('running');
      wake?.();
    },
    stop,
  };
}
