import type { WasmOptions } from '@autoencoders/backend-wasm';

/** A backend of tfjs, and how it is started. */
export interface Contender {
  readonly title: string;
  readonly backend: 'wasm' | 'cpu';
  /** `stock` leaves tfjs's backend as it is; others start ours by `setWasmBackend` or `setNodeBackend`. */
  readonly start: 'stock' | 'setWasmBackend' | 'setNodeBackend';
  readonly options?: WasmOptions;
  /** The stock contender whose passed tests this one must pass, too. */
  readonly against?: ContenderName;
}

export type ContenderName = 'cpu' | 'stock' | 'stock-plain' | 'ours' | 'ours-threads' | 'ours-plain' | 'ours-blas';

export const contenders: Readonly<Record<ContenderName, Contender>> = {
  cpu: { title: 'CPU backend', backend: 'cpu', start: 'stock' },
  stock: { title: 'stock WASM', backend: 'wasm', start: 'stock', options: { simd: true } },
  'stock-plain': { title: 'stock WASM without SIMD', backend: 'wasm', start: 'stock', options: { simd: false } },
  ours: { title: '`setWasmBackend`, one thread', backend: 'wasm', start: 'setWasmBackend', options: { threads: 1 }, against: 'stock' },
  'ours-threads': {
    title: '`setWasmBackend`, two threads',
    backend: 'wasm',
    start: 'setWasmBackend',
    options: { threads: 2 },
    against: 'stock',
  },
  'ours-plain': {
    title: '`setWasmBackend` without SIMD',
    backend: 'wasm',
    start: 'setWasmBackend',
    options: { simd: false },
    against: 'stock-plain',
  },
  'ours-blas': {
    title: '`setNodeBackend` with a BLAS',
    backend: 'wasm',
    start: 'setNodeBackend',
    options: { threads: 2 },
    against: 'stock',
  },
};
