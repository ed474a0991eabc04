import { env, findBackend, getBackend, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerKernels } from './kernels/register.js';

/** What `useWasm` can be told. */
export interface WasmOptions {
  /**
   * Where the `.wasm` files of `@tensorflow/tfjs-backend-wasm` are: a folder ending in `/`, or an address for each file
   * by its name. Node needs none; in a page, tfjs looks beside its script unless told otherwise.
   */
  readonly paths?: string | Readonly<Record<string, string>>;
}

let ready: Promise<void> | undefined;

/**
 * Makes tfjs's WASM backend the one that computes, with the kernels that training needs and tfjs lacks there. May be
 * called again, also after another backend was in use. Throws when WebAssembly cannot start, and says why.
 */
export async function useWasm(options: WasmOptions = {}): Promise<void> {
  ready ??= start(options);
  await ready;
  if (getBackend() !== 'wasm') await setBackend('wasm');
}

async function start({ paths }: WasmOptions): Promise<void> {
  const found = paths ?? (await pathsInNode());
  // tfjs takes paths only before the backend has started, which the program may have done by itself.
  if (found !== undefined && !findBackend('wasm')) setWasmPaths(found as string | Record<string, string>);
  const started = await setBackend('wasm').catch((cause: unknown) => {
    throw new Error(failure(found, cause), { cause });
  });
  if (!started) throw new Error(failure(found, undefined));
  registerKernels();
}

function failure(paths: WasmOptions['paths'], cause: unknown): string {
  const where = typeof paths === 'string' ? paths : paths ? 'the addresses in paths' : 'the folder of the script';
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return `useWasm: WebAssembly did not start with the .wasm files from ${where}${why}; set paths to where @tensorflow/tfjs-backend-wasm/dist is served`;
}

/** The folder of the .wasm files, where Node can say; nothing in a page. */
async function pathsInNode(): Promise<string | undefined> {
  if (!env().get('IS_NODE')) return undefined;
  // Named at run time only, so that bundlers for pages do not look for them.
  const [{ createRequire }, { dirname, sep }] = await Promise.all([importBuiltin('node:module'), importBuiltin('node:path')]);
  const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm') as string;
  return dirname(file) + sep;
}

const importBuiltin = (name: string): Promise<any> => import(/* @vite-ignore */ name);
