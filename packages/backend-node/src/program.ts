import { fileURLToPath } from 'node:url';
import type { Gemm } from '@autoencoders/backend-wasm/gemm';

// `worker/` lies beside `src/` and beside `dist/`.
const file = fileURLToPath(new URL('../worker/multiply.cjs', import.meta.url));

/** A program for every thread that computes products by `cblas_sgemm` of the library at `path`. */
export const programOf = (path: string): Gemm['program'] => ({ file, options: path });
