import { engine } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Counts } from '../../src/gpu/protocol.js';
import { sizeOf } from '../../src/steps/starts.js';

type Functions = Record<string, (...given: any[]) => any>;

/**
 * Counts what a backend of tfjs does while `f` runs: the programs that it starts, the bytes of their results, and the bytes of tensors that
 * come from the processor.
 */
export async function counted(f: () => Promise<unknown>): Promise<Counts> {
  const backend = engine().backend as unknown as Functions;
  const run = 'runWebGPUProgram' in backend ? 'runWebGPUProgram' : 'runWebGLProgram';
  const { [run]: program, uploadToGPU: upload } = backend as { [name: string]: Functions[string] };
  let [programs, written, uploaded] = [0, 0, 0];
  backend[run] = (...given) => {
    const result = program!.apply(backend, given) as TensorInfo;
    programs += 1;
    written += 4 * sizeOf(result.shape);
    return result;
  };
  backend['uploadToGPU'] = (dataId: object) => {
    const { values, resource, texture } = ((backend['tensorMap'] ?? backend['texData']) as unknown as Map<object, any>).get(dataId);
    if (!resource && !texture && values) uploaded += values.byteLength ?? 4 * values.length;
    return upload!.call(backend, dataId);
  };
  try {
    await f();
  } finally {
    Object.assign(backend, { [run]: program, uploadToGPU: upload });
  }
  return { programs, written, uploaded };
}
