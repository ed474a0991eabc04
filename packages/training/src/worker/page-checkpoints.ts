import type { TrainingPosition } from '../checkpoints/checkpoint.js';
import type { CheckpointOptions } from '../checkpoints/store.js';
import { messageToError } from '@autoencoders/core/internal';
import type { ErrorMessage } from '@autoencoders/core/internal';
import type { Report, TrainingRequest } from './protocol.js';

type WithoutTraining<R> = R extends unknown ? Omit<R, 'training'> : never;
/** Reports something of a training to the page. */
export type Tell = (report: WithoutTraining<Report>, transfer?: readonly ArrayBufferLike[]) => void;

/** Checkpoints of a worker that the page keeps. */
export interface PageCheckpoints {
  readonly options: CheckpointOptions;
  /** Ends the write that is in flight, as the page has ended it. */
  readonly written: (error: ErrorMessage | undefined) => void;
}

/** Options of `fit` whose store is that of the page. */
export function pageCheckpoints(turns: NonNullable<TrainingRequest['checkpoint']>, tell: Tell): PageCheckpoints {
  let settle: ((error: ErrorMessage | undefined) => void) | undefined;
  const write = (bytes: Uint8Array, position: TrainingPosition): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = (error) => (error ? reject(messageToError(error)) : resolve());
      tell({ type: 'checkpoint', bytes, position }, [bytes.buffer]);
    });
  return {
    // What to go on from comes with the request.
    options: { ...turns, store: { write, read: () => undefined }, onNotice: (notice) => tell({ type: 'notice', notice }) },
    written: (error) => settle?.(error),
  };
}
