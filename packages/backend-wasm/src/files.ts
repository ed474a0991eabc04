import { env } from '@tensorflow/tfjs-core';
import { bytesOf, fileNames } from './modules.js';
import type { Base64, FileName } from './modules.js';
import { setWasmPaths } from '#stock';

/** Whether a folder has one of the files. For Node. */
export function holdsFiles(folder: string, ...names: readonly FileName[]): boolean {
  const { existsSync } = process.getBuiltinModule('node:fs');
  return names.some((name) => existsSync(folder + name));
}

/** Addresses that no server has: the files are in our modules. */
const SCHEME = 'autoencoders:';

/** Makes tfjs ask for the embedded files. It takes paths only before its backend has started. */
export function useEmbeddedFiles(): void {
  setWasmPaths(Object.fromEntries(fileNames.map((name) => [name, SCHEME + name])), true);
}

/** `start()`, which makes a backend, with the bytes of the file that tfjs will ask for. */
export async function withEmbeddedFile<T>(file: Base64, start: () => Promise<T>): Promise<T> {
  const bytes = await bytesOf(file);
  // tfjs would wait for ever if WebAssembly is forbidden.
  await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  const { platform } = env();
  const { fetch } = platform;
  // Not the global `fetch`: a Content-Security-Policy may forbid addresses that hold data.
  platform.fetch = async (path, options) => (path.startsWith(SCHEME) ? new Response(bytes) : fetch.call(platform, path, options));
  try {
    return await start();
  } finally {
    platform.fetch = fetch;
  }
}
