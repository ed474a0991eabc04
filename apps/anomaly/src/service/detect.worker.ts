import { setWasmBackend } from '@autoencoders/backend-wasm';
import { answerRequests, ownPort } from '@autoencoders/core/internal';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { service } from './service.js';
import type { Request } from './service.js';

/** What the page sends first: the addresses of tfjs's WebAssembly files. */
interface Start {
  readonly type: 'start';
  readonly paths: Readonly<Record<string, string>>;
}

const CALL = 'detect';
const port = ownPort(CALL);
/** One processor is left to the page, so that it stays responsive. */
const threads = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));

answerRequests<Request | Start>(port, {
  call: CALL,
  answers: {
    async start({ paths }: Start) {
      enableProdMode();
      return setWasmBackend({ paths, threads });
    },
    ...service((share) => port.send({ share })),
  },
});
