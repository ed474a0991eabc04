import { InputError } from '@autoencoders/core';

/** The names of tfjs's files. One of the plain ones is enough to start; the threaded one has shared memory. */
export const plainFiles = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'] as const;
export const threadedFile = 'tfjs-backend-wasm-threaded-simd.wasm';

/** Whether a folder has one of the files. For Node. */
export function holdsFiles(folder: string, ...names: readonly string[]): boolean {
  const { existsSync } = process.getBuiltinModule('node:fs');
  return names.some((name) => existsSync(folder + name));
}

/** The folder of the `.wasm` files of the package that Node finds from here. */
export function besidePackage(): string {
  // Not imported, so that bundlers for pages do not look for Node's modules.
  const { createRequire } = process.getBuiltinModule('node:module');
  const { dirname } = process.getBuiltinModule('node:path');
  try {
    return `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
  } catch (cause) {
    throw new InputError(
      'setWasmBackend: Node does not find @tensorflow/tfjs-backend-wasm from here; install it, or set paths to the folder of its .wasm files',
      { cause },
    );
  }
}
