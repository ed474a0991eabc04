/// <reference types="@webgpu/types" />
import { InputError } from '@autoencoders/core';

/** WebGPU of the browser or, in Node, of the package `webgpu`. Throws if there is none. */
export async function gpu(): Promise<GPU> {
  const found = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu;
  if (found) return found;
  if (typeof process === 'undefined' || !process.versions?.node)
    throw new InputError(
      'setWebgpuBackend: this browser has no WebGPU, or not on pages that are neither https nor localhost; WebGL and WASM need none',
    );
  return (dawn ??= inNode());
}

let dawn: Promise<GPU> | undefined;

/** Dawn, from the package `webgpu`. Its names are set as globals, since tfjs looks for them there, as in a browser. */
async function inNode(): Promise<GPU> {
  const { create, globals } = await load();
  Object.assign(globalThis, globals);
  const made = create([]) as GPU;
  // This also keeps Dawn alive: without a reference it ends while its devices are in use.
  const navigator = { ...(globalThis.navigator as object | undefined), gpu: made, userAgent: 'Node' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  return made;
}

interface Dawn {
  readonly create: (flags: readonly string[]) => unknown;
  readonly globals: object;
}

async function load(): Promise<Dawn> {
  // A variable, so that bundlers for pages do not look for the package.
  const name = 'webgpu';
  try {
    return (await import(/* @vite-ignore */ name)) as Dawn;
  } catch (cause) {
    throw new InputError('setWebgpuBackend: in Node, WebGPU comes with the package webgpu; install it: npm install webgpu', { cause });
  }
}
