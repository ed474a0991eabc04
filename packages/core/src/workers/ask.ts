import { InputError } from '../errors.js';
import { messageToError, portOf } from './port.js';
import type { ErrorMessage, WorkerLike } from './port.js';

/** The answer of a worker to the request with the same `id`. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorMessage };

/** Sends requests to a worker and waits for their answers. */
export interface Asker<R extends object> {
  readonly ask: (request: R, transfer?: readonly ArrayBufferLike[]) => Promise<any>;
  readonly terminate: () => void;
}

/** Asks a worker. When the worker fails or ends, all open requests and all later ones fail. A program of Node waits only for open requests. */
export function asker<R extends object>(call: string, worker: WorkerLike): Asker<R> {
  const port = portOf(worker);
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let id = 0;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of open.values()) reject(failure);
    open.clear();
  };
  port.hear(
    (answer: Answer) => {
      const asked = open.get(answer.id);
      open.delete(answer.id);
      if (open.size === 0) port.awaited(false);
      if (answer.ok) asked?.resolve(answer.value);
      else asked?.reject(messageToError(answer.error));
    },
    (cause) => fail(new InputError(`${call}: the worker failed (${cause.message})`, { cause })),
  );
  port.awaited(false);
  return {
    ask: (request, transfer) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        if (open.size === 0) port.awaited(true);
        open.set(++id, { resolve, reject });
        port.send({ ...request, id }, transfer);
      }),
    terminate() {
      fail(new InputError(`${call}: the worker was terminated`));
      worker.terminate();
    },
  };
}
