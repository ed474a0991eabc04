import { Tensor } from '@tensorflow/tfjs-core';
import type { BackendValues, KernelBackend, KernelConfig, KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { InputError } from '@autoencoders/core';
import type { Modules } from '../modules.js';

/*
 * The kernels of tfjs's CPU backend, for calls that are wrong or missing on WASM. They run on copies of the inputs, with a CPU backend
 * that is never registered. They are slow, but right, and throw the same errors.
 */

/** What a kernel takes: a tensor, several in a row, or none. */
type Input = TensorInfo | readonly TensorInfo[] | undefined;

/** Kernels that throw, in place of the CPU backend's. */
export const refusingKernel = (kernelName: string): KernelConfig => ({
  kernelName,
  backendName: 'wasm',
  kernelFunc() {
    throw new InputError(
      `${kernelName}: tfjs's WASM backend lacks this kernel or computes this call wrongly; start with setWasmBackend({ fallback: true }), the default`,
    );
  },
});

/** The CPU backend's kernels by name, for tensors of the WASM backend. */
export async function cpuKernels(load: Modules['cpu']): Promise<ReadonlyMap<string, KernelConfig>> {
  const { configs, MathBackendCPU } = await load();
  return new Map(
    configs.map(({ kernelName, kernelFunc }) => [
      kernelName,
      {
        kernelName,
        backendName: 'wasm',
        kernelFunc: ({ inputs, attrs, backend }) => {
          const wasm = backend as BackendWasm;
          const cpu = new MathBackendCPU();
          // Otherwise it would log that there are faster backends.
          cpu.firstUse = false;
          const copied = (x: Input): Input => {
            if (!x) return x;
            if (Array.isArray(x)) return x.map(copied) as TensorInfo[];
            const { shape, dtype, dataId } = x as TensorInfo;
            const copy = {};
            cpu.move(copy, wasm.readSync(dataId) as BackendValues, shape, dtype, 1);
            // Some kernels take what they are given for a tensor.
            return { dataId: copy, shape, dtype, rank: shape.length } as TensorInfo;
          };
          const given = Array.isArray(inputs)
            ? copied(inputs)
            : Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, copied(x as Input)]));
          const results = (kernelFunc as KernelFunc)({ inputs: given as any, attrs: attrs!, backend: cpu });
          return Array.isArray(results) ? results.map((result) => take(wasm, cpu, result)) : take(wasm, cpu, results);
        },
      } satisfies KernelConfig,
    ]),
  );
}

/** Copies a result of the CPU backend to the heap. */
function take(wasm: BackendWasm, cpu: KernelBackend, result: TensorInfo): TensorInfo {
  const { shape, dtype } = result;
  const values = cpu.readSync(result.dataId) as BackendValues;
  // Some kernels make tensors, which count as such.
  if (result instanceof Tensor) result.dispose();
  if (dtype === 'string') return wasm.makeOutput(shape, dtype, undefined, values as never);
  const out = wasm.makeOutput(shape, dtype);
  wasm.typedArrayFromHeap(out).set(values as TypedArray);
  return out;
}
