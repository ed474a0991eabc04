import { setGemm } from '@autoencoders/backend-wasm/gemm';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import type { WasmInfo, WasmOptions } from '@autoencoders/backend-wasm';
import { InputError } from '@autoencoders/core';
import { show } from '@autoencoders/core/internal';
import { check, checkBoolean, checkFunction, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { loadBlas } from './blas.js';
import type { Blas } from './blas.js';
import { advice, candidates } from './candidates.js';
import { physicalCores } from './cores.js';
import { loadKoffi } from './koffi.js';
import type { Koffi } from './koffi.js';
import { programOf } from './program.js';
import { worthIt } from './blas-threshold.js';

/** Options of `setNodeBackend`. */
export interface NodeOptions {
  /** How many threads compute. Default: the number of physical cores. */
  readonly threads?: number;
  /**
   * The library: a path, or a name that the system's loader finds; `false` for WASM alone. Default: the environment variable
   * `AUTOENCODERS_BLAS`, or else the first usual library that works.
   */
  readonly blas?: string | false;
  /** Whether to throw if there is no BLAS. Default false: WASM is used instead. */
  readonly require?: boolean;
  /** Called once with a sentence that says why there is no BLAS and what to install. Default `console.warn`. */
  readonly onNotice?: (notice: string) => void;
  /** Where the `.wasm` files are, as for `setWasmBackend`. Default: the installed package. */
  readonly paths?: WasmOptions['paths'];
}

/** What `setNodeBackend` runs on. */
export interface NodeInfo extends WasmInfo {
  /** The library that multiplies matrices; undefined if WASM does. */
  readonly blas: (Pick<Blas, 'name' | 'path' | 'kernels'> & { readonly threads: number | undefined }) | undefined;
}

/** Notices that were given. Each is given once. */
const told = new Set<string>();

/**
 * Sets tfjs's WASM backend, as `setWasmBackend` does, and uses the BLAS of the machine for matrix products and convolutions. If
 * there is no BLAS, WASM computes them, and a notice says why. You may call it again with another library or number of threads.
 * Throws an `InputError` for a wrong option and, with `require`, if no BLAS works.
 *
 * ```ts
 * const { blas } = await setNodeBackend();
 * console.log(blas?.name ?? 'WASM alone'); // OpenBLAS 0.3.21
 * ```
 */
export async function setNodeBackend(options: NodeOptions = {}): Promise<NodeInfo> {
  checkOptions('setNodeBackend', options, { threads: true, blas: true, require: true, onNotice: true, paths: true });
  // oxlint-disable-next-line no-console -- The default of an option that says where the notice goes.
  const { threads = physicalCores(), require = false, onNotice = console.warn, paths } = options;
  checkInteger('setNodeBackend', 'threads', threads, 1);
  checkBoolean('setNodeBackend', 'require', require);
  checkFunction('setNodeBackend', 'onNotice', onNotice);
  const { blas: library } = options;
  check(
    library === undefined || library === false || (typeof library === 'string' && library !== ''),
    () => `setNodeBackend: blas must be the path or name of a library, or false, not ${show(library)}`,
  );
  const found = find(options);
  if (require && typeof found === 'string') throw new InputError(found);
  const { simd } = await setWasmBackend({ threads, ...(paths !== undefined && { paths }) });
  // A BLAS needs our own kernels around it, so SIMD. Every machine that runs Node has it.
  const blas = typeof found === 'object' && simd !== 'none' ? found : undefined;
  if (typeof found === 'string' && !told.has(found)) {
    told.add(found);
    onNotice(found);
  }
  const wasm = await setGemm(blas && { ...worthIt, program: programOf(blas.path), shared: blas.shared }, threads);
  // The library's threads and ours would compete. If our threads can call it in parallel, it keeps to one.
  const many = blas?.shared && wasm.threads > 1;
  const own = blas?.setThreads?.(many ? 1 : threads);
  return { ...wasm, blas: blas && { name: blas.name, path: blas.path, kernels: blas.kernels, threads: many ? wasm.threads : own } };
}

/** A BLAS that works, or a sentence that says why there is none; undefined if none is wanted. */
function find({ blas = process.env['AUTOENCODERS_BLAS'] || undefined }: NodeOptions): Blas | string | undefined {
  if (blas === false) return undefined;
  let koffi: Koffi;
  try {
    koffi = loadKoffi();
  } catch (error) {
    const name = `@koromix/koffi-${process.platform}-${process.arch}`;
    return `setNodeBackend: the optional package ${name} does not load (${firstLine(error as Error)}); matrices are multiplied in WASM`;
  }
  const tried = candidates(blas);
  const failures: string[] = [];
  for (const path of tried)
    try {
      return loadBlas(koffi, path);
    } catch (error) {
      failures.push(`${path}: ${firstLine(error as Error)}`);
    }
  if (blas !== undefined) return `setNodeBackend: ${blas} is no BLAS that works here (${failures[0]}); matrices are multiplied in WASM`;
  return `setNodeBackend: no BLAS was found, so matrices are multiplied in WASM, several times slower; ${advice()}`;
}

const firstLine = ({ message }: Error): string => message.split('\n')[0]!.trim();
