import { InputError } from '../errors.js';
import { watchLifeline } from './lifeline.js';
import { messageToError, portOf } from './port.js';
import type { ErrorMessage, WorkerLike } from './port.js';

/** The answer of a worker to the request with the same `id`. */
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorMessage };

/** Sends requests to a worker and waits for their answers. */
export interface WorkerClient<R extends object> {
  readonly ask: (request: R, transfer?: readonly ArrayBufferLike[]) => Promise<any>;
  /**
   * Asks the first time. Ends the worker if it fails, or does not answer in so many milliseconds. After it, all requests fail where the
   * worker is ended from outside.
   */
  readonly begin: (request: R, timeout: number) => Promise<any>;
  readonly terminate: () => void;
}

/** A request that waits for its answer. */
interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Ends the waiting by a message. An error that was sent has its other properties in `sent`. */
function settle(call: string, message: unknown, { resolve, reject }: Waiting): void {
  if (!isAnswer(message))
    return reject(new InputError(`${call}: the worker sent a message that is not an answer; is its script of the same version?`));
  if (message.ok) return resolve(message.value);
  const { more } = message.error;
  const error = messageToError(message.error);
  reject(Object.keys(more).length > 0 ? Object.assign(error, { sent: more }) : error);
}

function isAnswer(value: unknown): value is Answer {
  const { ok, error } = Object(value) as Partial<Answer & { readonly error: unknown }>;
  const { name, message, more } = Object(error) as Readonly<Record<string, unknown>>;
  const isError = typeof name === 'string' && typeof message === 'string' && typeof more === 'object' && more !== null;
  return ok === true || (ok === false && isError);
}

/**
 * Asks a worker. When the worker fails or ends, all open requests and all later ones fail; their errors begin with `call`. Messages of the
 * worker that answer nothing go to `listener`. A program of Node waits only for open requests.
 */
export function workerClient<R extends object>(
  call: string,
  worker: WorkerLike,
  listener: (message: unknown) => void = () => undefined,
): WorkerClient<R> {
  const port = portOf(worker);
  const open = new Map<number, Waiting>();
  let id = 0;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of open.values()) reject(failure);
    open.clear();
  };
  const hear = (message: unknown): void => {
    const answered = Object(message).id as number;
    const asked = open.get(answered);
    if (!asked) return listener(message);
    open.delete(answered);
    if (open.size === 0) port.awaited(false);
    settle(call, message, asked);
  };
  port.hear(hear, (cause) => fail(new InputError(`${call}: the worker failed (${cause.message})`, { cause })));
  port.awaited(false);
  const ask: WorkerClient<R>['ask'] = (request, transfer) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      if (open.size === 0) port.awaited(true);
      open.set(++id, { resolve, reject });
      port.send({ ...request, id }, transfer);
    });
  const terminate = (): void => (fail(new InputError(`${call}: the worker was terminated`)), void worker.terminate());
  return {
    ask,
    async begin(request, timeout) {
      const lifeline = `autoencoders-worker-${Math.random()}`;
      try {
        const value = await within(call, timeout, ask({ ...request, lifeline }));
        watchLifeline(lifeline, () => fail(new InputError(`${call}: the worker was ended from outside`)));
        return value;
      } catch (error) {
        terminate();
        throw error;
      }
    },
    terminate,
  };
}

/** `answer`, or an error after so many milliseconds. */
async function within<T>(call: string, milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new InputError(`${call}: the worker did not answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
