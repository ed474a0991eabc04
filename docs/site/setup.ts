import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vitepress';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the built site. */
    readonly site: string;
  }
}

/** The folder of a host that the site is built for. */
export const base = '/docs/';

/** Builds the site once for all tests. A dead link ends the build with an error. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  await build(import.meta.dirname, { outDir: folder, base });
  provide('site', folder);
  return () => rmSync(folder, { recursive: true });
}
