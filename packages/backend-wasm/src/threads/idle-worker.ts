/** A message of emscripten's to one of its workers. */
interface Message {
  readonly cmd: string;
}

/** The methods that emscripten uses of a worker, in a page and in Node. */
interface IdleWorker {
  onmessage?: (event: { data: Message }) => void;
  readonly postMessage: (message: Message) => void;
  readonly terminate: () => void;
  readonly on: () => void;
  readonly ref: () => void;
  readonly unref: () => void;
}

/** A worker that reports that it has loaded, and runs nothing. Throws if it should run a thread. */
export function idleWorker(): IdleWorker {
  const nothing = (): void => {};
  const worker: IdleWorker = {
    postMessage({ cmd }) {
      if (cmd === 'load') queueMicrotask(() => worker.onmessage?.({ data: { cmd: 'loaded' } }));
      else if (cmd === 'run')
        throw new Error('backend-wasm: tfjs has started a thread of its own, which was left out; set its threads to 1');
    },
    terminate: nothing,
    on: nothing,
    ref: nothing,
    unref: nothing,
  };
  return worker;
}
