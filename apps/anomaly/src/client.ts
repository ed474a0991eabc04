import { wasmPaths } from '@autoencoders/app-kit/backends';
import { workerClient } from '@autoencoders/core/internal';
import type { Answers, Request } from './service/service.js';

/** What does the work: a worker, or this page. */
export interface Client extends Answers {
  /** A sentence on where it computes. */
  readonly where: string;
}

const TIMEOUT = 60_000;

/** Starts a worker. Where the browser starts none, the page does the work itself, with pauses in which it answers. */
export async function startClient(told: (share: number) => void): Promise<Client> {
  try {
    return await inWorker(told);
  } catch {
    return onPage(told);
  }
}

async function inWorker(told: (share: number) => void): Promise<Client> {
  const worker = new Worker(new URL('service/detect.worker.ts', import.meta.url), { type: 'module' });
  const { ask, begin } = workerClient<Request | { readonly type: 'start'; readonly paths: unknown }>('detect', worker, (message) => {
    const { share } = Object(message) as { readonly share?: number };
    if (share !== undefined) told(share);
  });
  const { threads } = await begin({ type: 'start', paths: wasmPaths }, TIMEOUT);
  return {
    where: `Trains in a worker, on ${threads === 1 ? 'one thread' : `${threads} threads`} of WebAssembly.`,
    train: ask,
    cancel: () => ask({ type: 'cancel' }),
    describe: ask,
    save: ask,
    open: ask,
  };
}

async function onPage(told: (share: number) => void): Promise<Client> {
  const { serviceOnPage } = await import('./service/on-page.js');
  const answers = await serviceOnPage(wasmPaths, told);
  return { ...answers, where: 'The browser started no worker, so this page trains by itself, on one thread of WebAssembly.' };
}
