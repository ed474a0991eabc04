import type { KernelFunc } from '@tensorflow/tfjs-core';
import type { Journal } from '../kernels/leftovers.js';
import type { Heap } from '../simd/simd-heap.js';

/** What capturing uses of its backend. It is given, so that pages load capturing as a file of its own without splitting the backend. */
export interface Tools {
  readonly journal: Journal;
  readonly heap: Heap;
  /** Whether a kernel may be played from a tape. */
  readonly mayBeTaped: (kernel: KernelFunc) => boolean;
}
