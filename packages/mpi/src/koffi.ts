import { createRequire } from 'node:module';

/** What we use of koffi, which calls functions of C libraries. */
export interface Koffi {
  load(path: string): Library;
  address(pointer: unknown): bigint;
}

/** A library that koffi loaded. */
export interface Library {
  /** The function of this C declaration. Throws if the library does not have it. */
  func(declaration: string): (...given: readonly unknown[]) => unknown;
  /** A pointer to a variable. Throws if the library does not have it. */
  symbol(name: string, type: string): unknown;
}

/** koffi for this platform. Throws if it is not installed, or if there is none for this platform. `worker/` lies beside `src/` and beside `dist/`. */
export const loadKoffi = (): Koffi => createRequire(import.meta.url)('../worker/koffi.cjs') as Koffi;
