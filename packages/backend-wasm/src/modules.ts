/** The names of tfjs's `.wasm` files: without SIMD, with it, and with shared memory. */
export const fileNames = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'] as const;
export type FileName = (typeof fileNames)[number];

/** Modules that a start needs, each loaded when it is needed. Those of bytes hold base64. */
export interface Modules {
  readonly cpu: () => Promise<typeof import('../kernels/cpu.js')>;
  /** Our kernels. */
  readonly simd: (relaxed: boolean) => Promise<Base64>;
  /** A file of tfjs, compressed by gzip. */
  readonly file: (name: FileName) => Promise<Base64>;
}

export interface Base64 {
  readonly default: string;
}

/** The bytes of base64, in memory that is not shared. */
export const bytesOf = (base64: string): Uint8Array & BufferSource => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
