import { env, getBackend, setBackend } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { InputError } from '@autoencoders/core';
import { show } from '@autoencoders/core/internal';
import { check, checkBoolean, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { makeStock, registerFactory, runningBackend } from './factory.js';
import { holdsFiles, useEmbeddedFiles, withEmbeddedFile } from './files.js';
import { cpuKernels, refusingKernel } from './kernels/cpu.js';
import { registerKernels } from './kernels/register.js';
import { finiteOneByOne } from './kernels/trusted.js';
import { finiteOn, registerSimdKernels } from './simd/register-simd.js';
import type { ConvolvingGemm } from './simd/patched.js';
import { fileNames } from './modules.js';
import type { Modules } from './modules.js';
import { startSimd } from './simd/start-simd.js';
import type { Simd } from './simd/start-simd.js';
import { canShare, shareMemory } from './threads/share-memory.js';

/** Options of `setWasmBackend`. If it is called several times, the options of the first call count. */
export interface WasmOptions {
  /**
   * Where the `.wasm` files of `@tensorflow/tfjs-backend-wasm` are: a folder, or an address for each of the three files
   * by its name. Default: they are embedded in this package.
   */
  readonly paths?: string | Readonly<Record<string, string>>;
  /**
   * How many threads compute, with the calling one. Default: the number of processors up to 4; above that, half of them, at most 8.
   * A page has one thread, unless it is cross-origin isolated.
   */
  readonly threads?: number;
  /** Whether to use SIMD, if it is supported. Default true. Without it, training takes several times as long. */
  readonly simd?: boolean;
  /**
   * Whether to load the kernels of tfjs's CPU backend, 48 kB compressed. They compute what tfjs's WASM backend lacks or gets wrong, such as many
   * operations on integers, booleans, text and empty tensors. Default true. With false such a call throws an `InputError`, and a small build of
   * tfjs's file is loaded, 70 kB compressed instead of 140. It has the kernels that models, losses and corruptions need; a call of another one
   * throws an `InputError`, too.
   */
  readonly fallback?: boolean;
}

/** What `setWasmBackend` runs on. */
export interface WasmInfo {
  /** `relaxed` if a multiplication and an addition are one instruction; `none` if tfjs's own kernels compute. */
  readonly simd: 'relaxed' | 'plain' | 'none';
  readonly threads: number;
  /** Why there is only one thread, if you asked for more. */
  readonly reason?: string;
}

interface Running {
  /** Makes a backend with our kernels. tfjs's factory from now on. */
  readonly make: () => Promise<BackendWasm>;
  readonly info: () => WasmInfo;
  /** Undefined if tfjs's own kernels compute. */
  readonly change: Simd['change'] | undefined;
}

let ready: Promise<Running> | undefined;

/** `setWasmBackend` with these modules. */
export async function startBackend(options: WasmOptions, modules: Modules): Promise<WasmInfo> {
  checkOptions('setWasmBackend', options, { paths: true, threads: true, simd: true, fallback: true });
  const { threads, paths, simd, fallback } = options;
  if (threads !== undefined) checkInteger('setWasmBackend', 'threads', threads, 1);
  if (simd !== undefined) checkBoolean('setWasmBackend', 'simd', simd);
  if (fallback !== undefined) checkBoolean('setWasmBackend', 'fallback', fallback);
  checkPaths(paths);
  ready ??= start(options, modules).catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const { make, info } = await ready;
  registerFactory(make);
  if (getBackend() !== 'wasm' && !(await setBackend('wasm'))) throw new InputError(failure(paths));
  return info();
}

/** Throws unless `paths` is a folder or a record of addresses. */
function checkPaths(paths: unknown): void {
  const isRecord = typeof paths === 'object' && paths !== null && Object.values(paths).every((path) => typeof path === 'string');
  check(
    paths === undefined || typeof paths === 'string' || (isRecord && !Array.isArray(paths)),
    () => `setWasmBackend: paths must be a folder, or an address for each file by its name, not ${show(paths)}`,
  );
}

/** Sets the number of threads, and the GEMM. */
export async function changeGemm(gemm: ConvolvingGemm | undefined, threads: number): Promise<WasmInfo> {
  if (!ready) throw new InputError('setGemm: call setWasmBackend first');
  const { info, change } = await ready;
  await change?.(threads, gemm);
  return info();
}

async function start(options: WasmOptions, modules: Modules): Promise<Running> {
  const { paths, threads = processors(), simd: wantsSimd = true, fallback = true } = options;
  const found = typeof paths === 'string' ? paths.replace(/([^/\\])$/, '$1/') : paths;
  const folder = env().getBool('IS_NODE') && typeof found === 'string' ? found : undefined;
  // tfjs keeps the paths of a failed start, so check the files before.
  if (folder !== undefined && !holdsFiles(folder, fileNames[0], fileNames[1])) throw new InputError(failure(found));
  setSimd(wantsSimd);
  const hasSimd = Boolean(await env().getAsync('WASM_HAS_SIMD_SUPPORT'));
  const share = hasSimd && threads > 1 && (folder === undefined || holdsFiles(folder, fileNames[2]));
  let reason: string | undefined;
  const simd = hasSimd ? await startSimd(modules.simd, threads, (why) => (reason = why)) : undefined;
  const make = async (): Promise<BackendWasm> => {
    setSimd(wantsSimd);
    const shared = share && (await canShare());
    if (!shared) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const begin = async (): Promise<BackendWasm> => {
      if (shared) await shareMemory();
      return makeStock();
    };
    const name = shared ? fileNames[2] : fileNames[hasSimd ? 1 : 0];
    const made = await (found === undefined ? withEmbeddedFile(await modules.file(name, !fallback), begin) : begin());
    await simd?.attach(made);
    return made;
  };
  // Loaded before the backend starts, so that no program uses it without our kernels.
  const onCpu = fallback ? await cpuKernels(modules.cpu) : undefined;
  await firstBackend(found, make, simd);
  registerKernels((name) => (onCpu ? onCpu.get(name) : refusingKernel(name)), simd ? finiteOn(simd.heapOf) : finiteOneByOne);
  if (simd) registerSimdKernels(simd.heapOf);
  const info = (): WasmInfo => {
    const count = simd?.threads() ?? 1;
    const kind = !simd ? 'none' : simd.relaxed ? 'relaxed' : 'plain';
    return { simd: kind, threads: count, ...(reason !== undefined && count === 1 && { reason }) };
  };
  return { make, info, change: simd?.change };
}

/** Sets tfjs's flag. Call it whenever a backend is made: `engine().reset()` clears the flags. */
function setSimd(wanted: boolean): void {
  if (!wanted) env().set('WASM_HAS_SIMD_SUPPORT', false);
}

/** Makes the first backend, or takes the one that the program has started before. */
async function firstBackend(paths: WasmOptions['paths'], make: Running['make'], simd: Simd | undefined): Promise<void> {
  let cause: unknown;
  const started = async (): Promise<boolean> => {
    const before = runningBackend();
    if (before) await simd?.attach(before);
    // tfjs takes paths only before the backend has started.
    else if (paths === undefined) useEmbeddedFiles();
    else setWasmPaths(paths as string | Record<string, string>);
    // tfjs does not report why a backend could not be made.
    registerFactory(() => make().catch((error: unknown) => Promise.reject((cause = error))));
    return setBackend('wasm');
  };
  if (!(await started().catch((error: unknown) => ((cause = error), false)))) throw new InputError(failure(paths, cause), { cause });
}

/** The default number of threads. Above four processors, two are often hardware threads of one core. */
function processors(): number {
  const count = env().getBool('IS_NODE')
    ? process.getBuiltinModule('node:os').availableParallelism()
    : (navigator.hardwareConcurrency ?? 1);
  return count <= 4 ? count : Math.min(8, Math.ceil(count / 2));
}

function failure(paths: WasmOptions['paths'], cause?: unknown): string {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  if (paths === undefined) return `setWasmBackend: WebAssembly did not start${why}`;
  const where = typeof paths === 'string' ? `from ${paths}` : 'from the addresses in paths';
  return `setWasmBackend: WebAssembly did not start with the .wasm files ${where}${why}; set paths to where @tensorflow/tfjs-backend-wasm/dist is served, or leave it out`;
}
