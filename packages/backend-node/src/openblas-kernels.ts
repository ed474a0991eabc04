import { readFileSync } from 'node:fs';
import type { Koffi, Library } from './koffi.js';

/*
 * OpenBLAS chooses its kernels when it is loaded, by the model of the processor. If the processor is newer than the library, it takes kernels for an
 * old one: OpenBLAS 0.3.21, which Debian 12 has, takes those of 2004 on an Intel Xeon of 2023. They have a third of the speed.
 */

/** Kernels for processors without AVX. */
const OLD = /^(Prescott|Core2|Penryn|Dunnington|Nehalem|Athlon|Opteron|Opteron_SSE3|Barcelona|Bobcat|Atom|Nano)$/;

/** Kernels, the best first, and the instructions that they need. */
const BETTER = {
  SkylakeX: ['avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'],
  Haswell: ['avx2', 'fma'],
};

/** The better kernels of OpenBLAS for a processor with these instructions, if it has chosen `chosen`. Undefined if there are none. */
export function betterKernels(chosen: string, instructionsOf: () => ReadonlySet<string>): string | undefined {
  if (!OLD.test(chosen)) return undefined;
  const instructions = instructionsOf();
  return Object.entries(BETTER).find(([, needed]) => needed.every((each) => instructions.has(each)))?.[0];
}

/** What the processor can do, by the names of Linux. Empty elsewhere. */
export function instructionsHere(): ReadonlySet<string> {
  try {
    const [, words = ''] = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8')) ?? [];
    return new Set(words.trim().split(/\s+/));
  } catch {
    return new Set();
  }
}

/**
 * Lets OpenBLAS choose again if it took kernels for an old processor, unless the environment variable `OPENBLAS_CORETYPE` says what to take. Gives the name
 * of its kernels. Undefined for a build with one set of kernels. Call it before the first product.
 */
export function chooseKernels(koffi: Koffi, library: Library): string | undefined {
  try {
    const name = library.func('const char *openblas_get_corename()') as () => string;
    const better = process.env['OPENBLAS_CORETYPE'] ? undefined : betterKernels(name(), instructionsHere);
    if (better) takeKernels(koffi, library, better);
    return name();
  } catch {
    return undefined;
  }
}

/** Lets OpenBLAS choose again, as if the environment named these kernels. */
export function takeKernels(koffi: Koffi, library: Library, kernels: string): void {
  const [forget, choose] = ['void gotoblas_dynamic_quit()', 'void gotoblas_dynamic_init()'].map((each) => library.func(each));
  // In a worker, process.env is a copy that libraries do not see.
  const program = koffi.load(null);
  const set = program.func('int setenv(const char *name, const char *value, int replace)');
  const unset = program.func('int unsetenv(const char *name)');
  set('OPENBLAS_CORETYPE', kernels, 1);
  forget!();
  choose!();
  unset('OPENBLAS_CORETYPE');
}
