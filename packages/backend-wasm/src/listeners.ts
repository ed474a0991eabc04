import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/*
 * Emscripten listens for uncaught errors of the whole process and throws them again from its own code. Any uncaught error then ends
 * the process with code 7 and shows a line of Emscripten's. And when tfjs 4.22 disposes its backend, it removes all listeners, also
 * those of the program.
 */

const events = ['uncaughtException', 'unhandledRejection'] as const;
type Listener = (...given: any[]) => void;

/** Node's process, if this runs in Node. */
const node = (): NodeJS.Process | undefined =>
  typeof process === 'object' && typeof process.getBuiltinModule === 'function' ? process : undefined;

/** `f()`, without the listeners that it adds. Listeners that other code adds in the meantime stay. */
export async function withoutListeners<T>(f: () => T | Promise<T>): Promise<T> {
  const self = node();
  if (!self) return f();
  const { AsyncLocalStorage } = self.getBuiltinModule('node:async_hooks');
  const within = new AsyncLocalStorage<true>();
  const remove = (event: string | symbol, listener: Listener): void => {
    // Node emits `newListener` just before it adds the listener.
    if (within.getStore() && events.some((name) => name === event)) queueMicrotask(() => self.removeListener(event, listener));
  };
  self.on('newListener', remove);
  try {
    return await within.run(true, f);
  } finally {
    self.removeListener('newListener', remove);
    // Promises are slower in Node while an AsyncLocalStorage is in use.
    within.disable();
  }
}

/** Removes the listeners of a backend that was started before this package was loaded. Only their source text identifies them. */
export function removeEarlierListeners(): void {
  const texts = [/^function\(ex\){if\(!\(exinstanceofExitStatus\)\)/, /^function\(reason\){throwreason;?}$/];
  const [exceptions = [], rejections = []] = events.map((event, i) =>
    (node()?.listeners(event as 'uncaughtException') ?? []).filter((listener) => texts[i]!.test(listener.toString().replaceAll(/\s/g, ''))),
  );
  for (const listener of exceptions) process.removeListener('uncaughtException', listener);
  // There are as many of the second kind. Other code could have a listener with the same text, so no more are removed.
  for (const listener of rejections.slice(0, exceptions.length)) process.removeListener('unhandledRejection', listener);
}

/** Makes `dispose` of a backend keep the program's listeners. */
export function keepListeners(backend: BackendWasm): void {
  const self = node();
  if (!self) return;
  const dispose = backend.dispose.bind(backend);
  backend.dispose = () => {
    const before = events.map((event) => self.rawListeners(event) as Listener[]);
    dispose();
    for (const [i, event] of events.entries()) {
      if (self.listenerCount(event) === before[i]!.length) continue;
      self.removeAllListeners(event);
      for (const listener of before[i]!) self.on(event, listener);
    }
  };
}
