import { engine, env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerKernels } from './kernels/register.js';
import { registerSimdKernels } from './simd/register.js';
import { startSimd } from './simd/start.js';

/** What `useWasm` can be told. */
export interface WasmOptions {
  /**
   * Where the `.wasm` files of `@tensorflow/tfjs-backend-wasm` are: a folder, or an address for each of the three files
   * by its name. Node needs none; otherwise tfjs looks beside the page, or beside a script that is
   * no module.
   */
  readonly paths?: string | Readonly<Record<string, string>>;
}

let ready: Promise<void> | undefined;

/**
 * Makes tfjs's WASM backend the one that computes, with the kernels that training needs and tfjs lacks there. May be
 * called again, also after another backend was in use; the paths of the first call hold. Throws when WebAssembly cannot
 * start, and says where it looked for its files.
 */
export async function useWasm(options: WasmOptions = {}): Promise<void> {
  ready ??= start(options).catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  await ready;
  if (getBackend() !== 'wasm') await setBackend('wasm');
}

async function start({ paths }: WasmOptions): Promise<void> {
  const inNode = env().getBool('IS_NODE');
  const found = typeof paths === 'string' ? paths.replace(/([^/\\])$/, '$1/') : (paths ?? (inNode ? besidePackage() : undefined));
  // A failed start cannot be mended by other paths later, so a missing file is better noticed before.
  const missing = inNode && typeof found === 'string' && !holdsFiles(found);
  const started = !missing && (await startWith(found));
  if (!started) throw new Error(failure(found));
  registerKernels();
  if (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) registerSimdKernels(await startSimd());
}

async function startWith(paths: WasmOptions['paths']): Promise<boolean> {
  try {
    // tfjs takes paths only before the backend has started, which the program may have done by itself.
    if (paths !== undefined && !('wasm' in engine().registry)) setWasmPaths(paths as string | Record<string, string>);
    return await setBackend('wasm');
  } catch (cause) {
    throw new Error(failure(paths, cause), { cause });
  }
}

function failure(paths: WasmOptions['paths'], cause?: unknown): string {
  const where = typeof paths === 'string' ? `from ${paths}` : paths ? 'from the addresses in paths' : 'beside the page';
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return `useWasm: WebAssembly did not start with the .wasm files ${where}${why}; set paths to where @tensorflow/tfjs-backend-wasm/dist is served`;
}

/** Whether a folder, as Node sees it, has a file to start from. */
function holdsFiles(folder: string): boolean {
  const { existsSync } = process.getBuiltinModule('node:fs');
  return ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'].some((name) => existsSync(folder + name));
}

/** The folder of the `.wasm` files of the package that Node finds from here. */
function besidePackage(): string {
  // Not imported, so that bundlers for pages do not look for Node's modules.
  const { createRequire } = process.getBuiltinModule('node:module');
  const { dirname } = process.getBuiltinModule('node:path');
  try {
    return `${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`;
  } catch (cause) {
    throw new Error(
      'useWasm: Node does not find @tensorflow/tfjs-backend-wasm from here; install it, or set paths to the folder of its .wasm files',
      { cause },
    );
  }
}
