import { InputError } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import type { Answer, Order } from './data.worker.js';

/** What an app trains on, and what it shows and judges by. */
export interface Data {
  readonly training: Dataset;
  readonly test: Dataset;
}

/** Data that the page can get by itself. */
export const sources = {
  digits: 'Digits, 8×8 (1,797)',
  'mnist-small': 'MNIST, 28×28 (10,000)',
  mnist: 'MNIST, 28×28 (60,000)',
} as const;
export type Source = keyof typeof sources;

/** The page's own data; `told` hears how much of what has to be fetched is here. */
export async function load(source: Source, told: (share: number) => void): Promise<Data> {
  // Few and embedded: no worker is faster.
  if (source === 'digits') return (await import('./sources.js')).digitsData();
  return inWorker({ source }, told);
}

/** Files that the reader has chosen: pictures, or one CSV. Throws a sentence for what cannot be used. */
export const fromFiles = (files: readonly File[]): Promise<Data> => inWorker({ files });

/** Reading megabytes takes time that the page has better uses for. */
function inWorker(order: Order, told: (share: number) => void = () => undefined): Promise<Data> {
  const worker = new Worker(new URL('data.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Data>((resolve, reject) => {
    worker.addEventListener('message', ({ data: answer }: MessageEvent<Answer>) => {
      if ('share' in answer) told(answer.share);
      else if ('data' in answer) resolve(answer.data);
      else reject(answer.known ? new InputError(answer.error) : new Error(answer.error));
    });
    worker.addEventListener('error', () =>
      reject(new InputError('the browser did not start a worker to read the data; the digits need none')),
    );
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}
