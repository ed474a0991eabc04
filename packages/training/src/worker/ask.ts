import { InputError } from '@autoencoders/core';
import { portOf, messageToError } from './protocol.js';
import type { Answer, Report, Request, WorkerLike } from './protocol.js';

type WithoutId<R> = R extends unknown ? Omit<R, 'id'> : never;
/** Asks the worker, and gives its answer. */
export type Ask = (request: WithoutId<Request>, transfer?: readonly ArrayBufferLike[]) => Promise<any>;

/** A connection to a worker. */
export interface Connection {
  readonly ask: Ask;
  /** Calls `listener` with what the worker reports of a training. Returns a function that stops this. */
  readonly listen: (training: number, listener: (report: Report) => void) => () => void;
}

/** Sends requests to a worker and waits for their answers. When the worker fails, all open requests fail. */
export function asker(worker: WorkerLike): Connection & { terminate: () => void } {
  const port = portOf(worker);
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<number, (report: Report) => void>();
  let id = 0;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure = error;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  port.hear(
    (answer: Answer | Report) => {
      if (!('id' in answer)) return listeners.get(answer.training)?.(answer);
      const asked = open.get(answer.id);
      open.delete(answer.id);
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(Object.assign(messageToError(answer.error), { sent: answer.error.more.weights }));
    },
    (cause) => fail(new InputError(`workerTrainer: the worker failed (${cause.message})`, { cause })),
  );
  return {
    ask: (request, transfer) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        open.set(++id, { resolve, reject });
        port.send({ ...request, id }, transfer);
      }),
    listen(training, listener) {
      listeners.set(training, listener);
      return () => listeners.delete(training);
    },
    terminate() {
      fail(new InputError('workerTrainer: the worker was terminated'));
      worker.terminate();
    },
  };
}
