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

function isAnswer(value: unknown): value is Answer {
  const { ok, error } = Object(value) as Partial<Answer & { readonly error: unknown }>;
  const { name, message, more } = Object(error) as Readonly<Record<string, unknown>>;
  return (
    ok === true || (ok === false && typeof name === 'string' && typeof message === 'string' && typeof more === 'object' && more !== null)
  );
}

/** Sends requests to a worker and waits for their answers. When the worker fails, all open requests fail. */
export function asker(worker: WorkerLike): Connection & { terminate: () => void; fail: (error: Error) => void } {
  const port = portOf(worker);
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<number, (report: Report) => void>();
  let id = 0;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  port.hear(
    (message: unknown) => {
      // Other messages of the worker are not for us.
      const { id: answered, training } = Object(message) as Partial<Answer & Report>;
      if (answered === undefined) return void listeners.get(training!)?.(message as Report);
      const asked = open.get(answered);
      if (!asked) return;
      open.delete(answered);
      if (!isAnswer(message))
        asked.reject(
          new InputError('workerTrainer: the worker sent an answer that is none; does it call serveTraining of the same version?'),
        );
      else if (message.ok) asked.resolve(message.value);
      else asked.reject(Object.assign(messageToError(message.error), { sent: message.error.more.weights }));
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
    fail,
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
