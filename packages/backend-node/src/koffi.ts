import { createRequire } from 'node:module';

/** What we use of koffi, which calls functions of C libraries. */
export interface Koffi {
  /** The library at this path, or what this program has loaded already. */
  load(path: string | null): Library;
}

/** A library that koffi loaded. */
export interface Library {
  /** The function of this C declaration. Throws if the library does not have it. */
  func(declaration: string): (...given: readonly unknown[]) => unknown;
}

/** koffi for this platform. Throws if it is not installed, or if there is none for this platform. */
export const loadKoffi = (): Koffi => createRequire(import.meta.url)('../worker/koffi.cjs') as Koffi;
