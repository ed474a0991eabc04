import { InputError } from '@autoencoders/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Members of the Emscripten module that tfjs does not declare. */
interface Emscripten {
  readonly HEAPU8: Uint8Array;
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** The largest size of the heap, and a reserve at its end for allocations by tfjs's own functions. */
const MOST = 2 ** 32;
const SLACK = 2 ** 20;

/**
 * Makes allocations throw if memory has run out. tfjs would take the address 0 for a valid one, overwrite what is there, and
 * continue with wrong numbers. If an allocation passes the end of 32 bits, Emscripten's allocator wraps around and returns memory
 * that does not exist. So such a request is refused before it reaches the allocator.
 */
export function guardMemory(backend: BackendWasm): void {
  const wasm = backend.wasm as unknown as Emscripten;
  // Emscripten replaces each of these functions at its first call.
  wasm._free(wasm._malloc(4));
  const { _malloc: allocate, _free: free } = wasm;
  const taken = new Map<number, number>();
  let end = 0;
  const fits = (bytes: number): boolean => {
    if (end + bytes + SLACK <= MOST) return true;
    // The last allocation may have been freed.
    end = 0;
    for (const [address, size] of taken) end = Math.max(end, address + size);
    return end + bytes + SLACK <= MOST;
  };
  wasm._malloc = (bytes) => {
    // Such a size would make `end` wrong from now on.
    if (!(Number.isFinite(bytes) && bytes >= 0)) throw new InputError(`backend-wasm: a tensor cannot have ${bytes} bytes; check its shape`);
    const address = fits(bytes) ? allocate(bytes) >>> 0 : 0;
    if (address === 0 && bytes > 0)
      throw new RangeError(
        `backend-wasm: there is no room for ${megabytes(bytes)} more; the heap holds ${megabytes(wasm.HEAPU8.length)} of the 4 GB that WebAssembly can have. Use a smaller batch, and dispose of tensors that are no longer needed`,
      );
    taken.set(address, bytes);
    end = Math.max(end, address + bytes);
    return address;
  };
  wasm._free = (address) => {
    taken.delete(address);
    free(address);
  };
}
