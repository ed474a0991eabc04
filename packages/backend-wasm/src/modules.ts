import { gunzipChunks } from '@autoencoders/core/internal';

/** The names of tfjs's `.wasm` files: without SIMD, with it, and with shared memory. */
export const fileNames = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'] as const;
export type FileName = (typeof fileNames)[number];

/** Modules that a start needs, each loaded when it is needed. */
export interface Modules {
  readonly cpu: () => Promise<typeof import('../kernels/cpu.js')>;
  /** Our kernels. */
  readonly simd: (relaxed: boolean) => Promise<Base64>;
  /** A file of tfjs. With `small`, its small build, where there is one. */
  readonly file: (name: FileName, small: boolean) => Promise<Base64>;
}

/** A module that holds bytes, compressed by gzip, in base64. */
export interface Base64 {
  readonly default: string;
}

/** The bytes of such a module, decompressed. */
export async function bytesOf(module: Base64): Promise<Uint8Array & BufferSource> {
  const compressed = Uint8Array.from(atob(module.default), (letter) => letter.charCodeAt(0));
  const whole = async function* () {
    yield compressed;
  };
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of gunzipChunks(whole(), (cause) => new Error('the embedded file is damaged', { cause })))
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
