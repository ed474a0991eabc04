import { engine } from '@tensorflow/tfjs-core';
import type { DataId, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Journal } from '../kernels/leftovers.js';
import { bytesOf, sizeOf } from './bytes.js';
import type { MemoryPlan } from './plan.js';

/** Members of tfjs's backend that it declares as private, or not at all. */
interface Internals {
  /** Null after the backend was removed. */
  readonly wasm: {
    readonly _malloc: (bytes: number) => number;
    readonly _free: (address: number) => void;
    readonly HEAPU8: Uint8Array;
    readonly tfjs: {
      readonly registerTensor: (id: number, size: number, address: number) => void;
      readonly disposeData: (id: number) => void;
    };
  } | null;
  readonly dataIdMap: {
    readonly get: (dataId: DataId) => { readonly id: number; memoryOffset: number };
  };
}

/** The memory of a captured run: one block, and tensors in it that nobody else frees. */
export interface Memory {
  /** A tensor at its place of the plan. Undefined if the plan has no such place, or a smaller one. */
  readonly output: (call: number, place: number, shape: readonly number[], dtype: DataType) => TensorInfo | undefined;
  /** Keeps data that lie elsewhere. */
  readonly hold: (dataId: DataId) => void;
  /** Frees everything. What others still have moves to memory of its own. */
  readonly dispose: () => void;
}

/** Allocates the memory of a plan. */
export function memoryOf(backend: BackendWasm, { makeOutput }: Pick<Journal, 'makeOutput'>, plan: MemoryPlan): Memory {
  const internals = backend as unknown as Internals;
  const start = internals.wasm!._malloc(plan.bytes) >>> 0;
  const inside: { readonly dataId: DataId; readonly size: number; readonly bytes: number }[] = [];
  const outside: DataId[] = [];

  /** Copies data that others still have out of the block. */
  const moveOut = ({ dataId, size, bytes }: (typeof inside)[number]): void => {
    const wasm = internals.wasm!;
    const data = internals.dataIdMap.get(dataId);
    const address = wasm._malloc(bytes) >>> 0;
    wasm.HEAPU8.copyWithin(address, data.memoryOffset, data.memoryOffset + bytes);
    wasm.tfjs.disposeData(data.id);
    wasm.tfjs.registerTensor(data.id, size, address);
    data.memoryOffset = address;
  };
  const letGo = (dataId: DataId): void => {
    if (backend.disposeData(dataId)) (engine() as unknown as Engine).removeDataId(dataId, backend);
  };

  return {
    output(call, place, shape, dtype) {
      const found = plan.place(call, place);
      const bytes = bytesOf(shape, dtype);
      if (!found || bytes > found.bytes) return undefined;
      const info = makeOutput(shape as number[], dtype, start + found.offset);
      backend.incRef(info.dataId);
      inside.push({ dataId: info.dataId, size: sizeOf(shape), bytes });
      return info;
    },
    hold(dataId) {
      backend.incRef(dataId);
      outside.push(dataId);
    },
    dispose() {
      // With the backend, its memory has gone.
      if (internals.wasm === null) return;
      for (const each of inside) {
        if (backend.refCount(each.dataId) > 1) moveOut(each);
        // Nothing to free: the block is freed as one.
        else internals.dataIdMap.get(each.dataId).memoryOffset = 0;
        letGo(each.dataId);
      }
      outside.forEach(letGo);
      internals.wasm._free(start);
    },
  };
}

/** A method of tfjs's engine that it declares as private. */
interface Engine {
  readonly removeDataId: (dataId: DataId, backend: KernelBackend) => void;
}
