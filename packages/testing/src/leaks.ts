import { memory } from '@tensorflow/tfjs-core';

/**
 * Runs `f` and gives its result. Throws unless `f` leaves exactly `kept` tensors (default 0) that were not there before.
 */
export async function expectNoLeaks<T>(f: () => T | Promise<T>, { kept = 0 }: { kept?: number } = {}): Promise<T> {
  const before = memory();
  const result = await f();
  const after = memory();
  const tensors = after.numTensors - before.numTensors;
  const buffers = after.numDataBuffers - before.numDataBuffers;
  if (tensors !== kept || buffers > kept)
    throw new Error(`${tensors} tensors and ${buffers} buffers were left behind, ${kept} should have been`);
  return result;
}
