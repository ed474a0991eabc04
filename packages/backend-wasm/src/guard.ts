import { InputError } from '@autoencoders/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What Emscripten gives besides what tfjs declares. */
interface Emscripten {
  readonly HEAPU8: Uint8Array;
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** What the heap can grow to, and room for what tfjs's functions may have taken for themselves at its end. */
const MOST = 2 ** 32;
const SLACK = 2 ** 20;

/**
 * Makes allocations throw where memory has run out. tfjs takes the address 0 that it may get then for a good one, writes
 * over what lies there, and goes on with wrong numbers. Emscripten's allocator does worse with a request that passes the
 * end of 32 bits: it wraps around and hands out memory that is not there, so such a request never gets to it.
 */
export function guardMemory(backend: BackendWasm): void {
  const wasm = backend.wasm as unknown as Emscripten;
  // Emscripten puts each of its functions in place at its first call.
  wasm._free(wasm._malloc(4));
  const { _malloc: allocate, _free: free } = wasm;
  const taken = new Map<number, number>();
  let end = 0;
  const fits = (bytes: number): boolean => {
    if (end + bytes + SLACK <= MOST) return true;
    // What was at the end may have been freed.
    end = 0;
    for (const [address, size] of taken) end = Math.max(end, address + size);
    return end + bytes + SLACK <= MOST;
  };
  wasm._malloc = (bytes) => {
    // Such a size would make the account of what is taken wrong for good.
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
