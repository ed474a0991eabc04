import { Tensor, enableProdMode } from '@tensorflow/tfjs-core';
import { compile, lineOf } from './compile.js';
import type { Program } from './compile.js';
import type { Figure, Message } from './messages.js';
import { modules } from './modules.js';
import { textOf } from './text.js';

/** Milliseconds between two messages with text: a program may write without end. */
const PACE = 50;

const send = (message: Message): void => self.postMessage(message);

/** A console that tells the page what is written, several lines at a time. */
function consoleOfPage() {
  let lines: string[] = [];
  let sent = 0;
  const flush = (): void => {
    if (lines.length > 0) send({ type: 'text', text: lines.join('\n') });
    lines = [];
    sent = performance.now();
  };
  const log = (...values: readonly unknown[]): void => {
    lines.push(textOf(values));
    if (performance.now() - sent > PACE) flush();
  };
  setInterval(flush, PACE);
  return { console: { log, info: log, warn: log, error: log, table: log }, flush };
}

/** What a program imports. A name that a module does not have is an error at once, as in Node. */
function importer(available: Readonly<Record<string, object>>): (name: string) => unknown {
  return (name) => {
    const found = available[name];
    if (!found) throw new Error(`there is no module "${name}" in this page; there are ${Object.keys(available).join(', ')}`);
    return new Proxy(found, {
      get(target, key) {
        if (typeof key === 'string' && !(key in target) && !['__esModule', 'default'].includes(key))
          throw new SyntaxError(`"${name}" has no export "${key}"`);
        return Reflect.get(target, key);
      },
    });
  };
}

/** The tensors that a program exports. */
async function figuresOf(exported: Readonly<Record<string, unknown>>): Promise<readonly Figure[]> {
  const all = isNumbers(exported['labels']) ? Int32Array.from(exported['labels']) : new Int32Array();
  const figures: Figure[] = [];
  for (const [name, value] of Object.entries(exported)) {
    if (!(value instanceof Tensor)) continue;
    if (value.isDisposed) throw new Error(`${name} is exported, so it must not be disposed: the page draws it when the program has ended`);
    const labels = all.length > 0 && all.length === value.shape[0] ? { labels: all } : {};
    figures.push({ name, shape: value.shape, values: Float32Array.from(await value.data()), ...labels });
  }
  return figures;
}

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((one) => typeof one === 'number'));

async function run(code: string): Promise<void> {
  const { console, flush } = consoleOfPage();
  let address: string | undefined;
  const failed = (error: unknown): void => {
    const { message } = error instanceof Error ? error : { message: String(error) };
    const line = error instanceof Error ? lineOf(error, address) : undefined;
    flush();
    send({ type: 'error', text: line === undefined ? message : `Line ${line}: ${message.replace(/ \(\d+:\d+\)$/, '')}` });
  };
  self.addEventListener('unhandledrejection', (event) => {
    // The page tells it, and the console need not.
    event.preventDefault();
    failed(event.reason);
  });
  try {
    address = URL.createObjectURL(new Blob([compile(code)], { type: 'text/javascript' }));
    const program = (await import(/* @vite-ignore */ address)) as { readonly default: Program };
    const exported: Record<string, unknown> = {};
    await program.default(importer(modules((epoch) => send({ type: 'epoch', epoch }))), exported, console);
    flush();
    for (const figure of await figuresOf(exported)) send({ type: 'figure', figure });
    send({ type: 'end' });
  } catch (error) {
    failed(error);
  }
}

enableProdMode();
self.addEventListener('message', ({ data }: MessageEvent<string>) => void run(data), { once: true });
