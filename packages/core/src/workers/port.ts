import { BackendLostError } from '../backend-lost.js';
import { DivergenceError, InputError, check } from '../errors.js';

/** An error as a message between threads; `more` has its other properties. */
export interface ErrorMessage {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly more: Readonly<Record<string, unknown>>;
}

/** An error as a message, for another thread. */
export function errorToMessage(error: unknown): ErrorMessage {
  const { name = 'Error', message = String(error), stack } = error instanceof Error ? error : { message: String(error) };
  const more = error instanceof Error ? Object.fromEntries(Object.entries(error).filter(([key]) => key !== 'name')) : {};
  return { name, message, stack, more };
}

const BUILT_IN: Readonly<Record<string, new (message: string) => Error>> = { RangeError, TypeError, ReferenceError, SyntaxError };

/** The error in a message from another thread. */
export function messageToError({ name, message, more }: ErrorMessage): Error {
  if (name === 'InputError') return new InputError(message);
  if (name === 'DivergenceError') return new DivergenceError(message, more as unknown as DivergenceError);
  if (name === 'BackendLostError') return new BackendLostError(message, more as unknown as BackendLostError);
  if (Object.hasOwn(BUILT_IN, name)) return new BUILT_IN[name]!(message);
  return Object.assign(new Error(message), { name });
}

/** One end of the connection between a page and its worker, or between two threads of Node. */
export interface Port {
  readonly send: (message: unknown, transfer?: readonly ArrayBufferLike[]) => void;
  /** Calls `listener` for each message, and `failed` when the other end fails, or ends in Node. A Web Worker does not tell that it ends; see `lifeline.ts`. */
  readonly hear: (listener: (message: any) => void, failed?: (error: Error) => void) => void;
  /** Whether a program of Node waits for this worker before it ends. */
  readonly awaited: (isAwaited: boolean) => void;
}

interface WebPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: string, listener: (event: any) => void): void;
}
interface NodePort {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(type: string, listener: (value: any) => void): unknown;
  ref?(): void;
  unref?(): void;
}

/** A worker as a page or a program has it: a Web Worker, or a thread of Node. */
export type WorkerLike = (WebPort | NodePort) & { terminate(): unknown };

/** The port of a Web Worker or of a thread of Node. */
export function portOf(port: WebPort | NodePort): Port {
  // Memory that is listed twice or that is shared cannot be transferred.
  const owned = (transfer: readonly ArrayBufferLike[]): ArrayBuffer[] =>
    [...new Set(transfer)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
  return {
    send: (message, transfer = []) => port.postMessage(message, owned(transfer)),
    hear(listener, failed = () => undefined) {
      if ('on' in port) {
        port.on('message', listener);
        port.on('error', failed);
        port.on('messageerror', () => failed(new Error('a message could not be read')));
        port.on('exit', (code: number) => failed(new Error(`it ended with code ${code}`)));
        return;
      }
      port.addEventListener('message', ({ data }) => listener(data));
      port.addEventListener('error', (event: ErrorEvent) => failed(new Error(event.message || 'its script could not be loaded')));
      port.addEventListener('messageerror', () => failed(new Error('a message could not be read')));
    },
    awaited(isAwaited) {
      if ('on' in port) port[isAwaited ? 'ref' : 'unref']?.();
    },
  };
}

/**
 * The connection to the thread that started this worker. WebKit runs the file of a Web Worker a second time when one of its chunks imports
 * the file; the port of the second run hears nothing, so that each request has one answer. Throws outside of a worker.
 */
export function ownPort(call: string): Port {
  const own = globalThis as unknown as { WorkerGlobalScope?: unknown; [ran: symbol]: true | undefined };
  if (own.WorkerGlobalScope !== undefined) {
    const port = portOf(globalThis as never);
    const ran = Symbol.for(`autoencoders: ${call} ran`);
    if (own[ran]) return { ...port, hear: () => undefined };
    own[ran] = true;
    return port;
  }
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  check(parentPort !== null, `${call}: this is not a worker`);
  return portOf(parentPort as never);
}
