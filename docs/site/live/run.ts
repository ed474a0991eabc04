import figureStyles from '@autoencoders/app-kit/figures.css?inline';
import { duration, figure, h } from '@autoencoders/app-kit/figures';
import { curves } from './curves.js';
import type { Curves } from './curves.js';
import { drawFigure } from './draw-figure.js';
import type { Message } from './messages.js';

/** How many characters of text stay in the page. */
const MOST = 20_000;

/** A program that runs. */
export interface Run {
  /** Ends it. What it wrote and drew stays. */
  readonly stop: () => unknown;
}

let styles: HTMLStyleElement | undefined;

/** Runs a program in a worker of its own, and writes what it tells into `output`. `onEnd` is called once, whatever ends it. */
export function run(code: string, output: HTMLElement, onEnd: () => void): Run {
  styles ??= document.head.appendChild(h('style', { textContent: figureStyles }));
  const status = h('span', { role: 'status' }, 'Starting…');
  const progress = h('span');
  const text = h('pre', { class: 'live-text', tabIndex: 0, role: 'log', 'aria-label': 'What the program prints' });
  const charts = h('div', { class: 'live-charts' });
  const figures = h('div', { class: 'live-figures' });
  output.replaceChildren(h('p', { class: 'live-status' }, status, progress), text, charts, figures);
  const shown = new Map<string, Curves>();
  const started = performance.now();
  const worker = new Worker(new URL('program.worker.ts', import.meta.url), { type: 'module' });
  let over = false;
  const end = (words: string): void => {
    over = true;
    worker.terminate();
    status.textContent = words;
    progress.textContent = '';
    onEnd();
  };
  const fail = (words: string): void => {
    end('The program ended with an error.');
    text.before(h('p', { class: 'live-error', role: 'alert' }, words));
  };
  const curvesOf = (call: 'fit' | 'pretrain'): Curves => {
    if (!shown.has(call)) {
      const made = curves(call);
      shown.set(call, made);
      charts.append(made.element);
    }
    return shown.get(call)!;
  };
  const take = (message: Message): void => {
    if (message.type === 'text') {
      text.textContent = `${text.textContent}${message.text}\n`.slice(-MOST);
      text.scrollTop = text.scrollHeight;
    } else if (message.type === 'epoch') {
      const { call, epoch, loss } = message.epoch;
      status.textContent = '';
      progress.textContent = `${call}: epoch ${epoch}, loss ${figure(loss, 4)}`;
      curvesOf(call).add(message.epoch);
    } else if (message.type === 'figure') figures.append(drawFigure(message.figure));
    else if (message.type === 'error') fail(message.text);
    else end(`Done in ${duration((performance.now() - started) / 1000)}.`);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Message>) => over || take(data));
  worker.addEventListener('error', ({ message }) => fail(message || 'The browser could not start the worker of the program.'));
  worker.postMessage(code);
  return { stop: () => over || end('Stopped.') };
}
