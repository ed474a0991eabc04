import { inWorker } from '@autoencoders/training';
import type { Progress, WorkerTrainer } from '@autoencoders/training';
import { wasmPaths, wordsFor } from './backends.js';
import type { BackendName } from './backends.js';

/** How a training stands. */
export type State = 'idle' | 'starting' | 'running' | 'paused' | 'stopping';

/** What a runner tells. */
export interface RunnerEvents {
  readonly onState: (state: State) => void;
  readonly onProgress: (progress: Progress) => void;
  /** A sentence about what computes, or about what went wrong and how it goes on. */
  readonly onBackend: (words: string) => void;
  readonly onNotice: (notice: string) => void;
  readonly onError: (error: Error) => void;
}

/** What is trained: progress after progress, in a worker. */
export type Steps = (trainer: WorkerTrainer, onNotice: (notice: string) => void) => AsyncIterable<Progress>;

/** Trains in a worker; one training at a time. */
export interface Runner {
  readonly state: () => State;
  /** Trains until the steps end, or `stop` is called, or they fail; true where they ended. Called while one runs, ends that first. */
  readonly start: (backend: BackendName, steps: Steps) => Promise<boolean>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => Promise<void>;
}

/** Whether there is no worker at all, rather than one whose backend did not start. */
const workerFailed = ({ name, message }: Error): boolean =>
  name === 'SecurityError' || /^inWorker: the worker (failed|did not answer)/.test(message);

export function runner(events: RunnerEvents): Runner {
  let state: State = 'idle';
  let trainer: { readonly backend: BackendName; readonly ready: WorkerTrainer } | undefined;
  let goOn: (() => void) | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let wanted = 0;
  const become = (next: State): void => {
    state = next;
    events.onState(next);
  };
  const ready = async (backend: BackendName): Promise<WorkerTrainer> => {
    if (trainer?.backend === backend) return trainer.ready;
    trainer?.ready.terminate();
    trainer = undefined;
    const made = await started(backend);
    trainer = { backend, ready: made };
    return made;
  };
  const started = async (backend: BackendName): Promise<WorkerTrainer> => {
    try {
      const worker = new Worker(new URL('train.worker.ts', import.meta.url), { type: 'module' });
      const made = await inWorker(worker, { backend, options: { paths: wasmPaths } });
      events.onBackend(`Trains on ${wordsFor(backend, made.info)}.`);
      return made;
    } catch (error) {
      if (!workerFailed(error as Error)) throw error;
      const { onThisThread } = await import('./on-page.js');
      events.onBackend('The browser started no worker, so this page trains by itself, on one thread of WebAssembly.');
      return onThisThread;
    }
  };
  const run = async (backend: BackendName, steps: Steps, number: number): Promise<boolean> => {
    become('starting');
    try {
      const own = await ready(backend);
      if (number !== wanted) return false;
      become('running');
      for await (const progress of steps(own, events.onNotice)) {
        // What was under way when the reader paused is shown when it goes on.
        if (state === 'paused') await new Promise<void>((resolve) => (goOn = resolve));
        if (number !== wanted) return false;
        events.onProgress(progress);
      }
      return true;
    } catch (error) {
      // A worker that failed is not asked again.
      trainer?.ready.terminate();
      trainer = undefined;
      events.onError(error as Error);
      return false;
    } finally {
      become('idle');
    }
  };
  const stop = async (): Promise<void> => {
    wanted += 1;
    if (state === 'running' || state === 'paused') become('stopping');
    goOn?.();
    await running;
  };
  return {
    state: () => state,
    async start(backend, steps) {
      await stop();
      const number = ++wanted;
      const ended = run(backend, steps, number);
      running = ended;
      return ended;
    },
    pause: () => state === 'running' && become('paused'),
    resume() {
      if (state !== 'paused') return;
      become('running');
      goOn?.();
    },
    stop,
  };
}
