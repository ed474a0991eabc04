import { InputError } from '@autoencoders/core';
import { portOf, told } from './protocol.js';
import type { Answer, Request, WorkerLike } from './protocol.js';

type Say<R> = R extends unknown ? Omit<R, 'id'> : never;
/** Asks the worker, and gives its answer. */
export type Ask = (request: Say<Request>, transfer?: readonly ArrayBufferLike[]) => Promise<any>;

/** Questions and their answers. A worker that fails fails all that are open. */
export function asker(worker: WorkerLike): { ask: Ask; terminate: () => void } {
  const port = portOf(worker);
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let id = 0;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure = error;
    for (const { reject } of open.values()) reject(error);
    open.clear();
  };
  port.hear(
    (answer: Answer) => {
      const question = open.get(answer.id);
      open.delete(answer.id);
      if (answer.ok) question?.resolve(answer.value);
      else question?.reject(Object.assign(told(answer.error), { sent: answer.error.more.weights }));
    },
    (cause) => fail(new InputError(`inWorker: the worker failed (${cause.message})`, { cause })),
  );
  return {
    ask: (request, transfer) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        open.set(++id, { resolve, reject });
        port.send({ ...request, id }, transfer);
      }),
    terminate() {
      fail(new InputError('inWorker: the worker was terminated'));
      worker.terminate();
    },
  };
}
