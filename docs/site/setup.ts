import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveFolder } from '@autoencoders/testing/browser';
import { build } from 'vitepress';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the built site, and the address at which it is served during the tests. */
    readonly site: { readonly folder: string; readonly address: string };
  }
}

/** The folder of a host that the site is built for. */
export const base = '/docs/';

/** Builds the site once for all tests, and serves it. A dead link ends the build with an error. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  await build(import.meta.dirname, { outDir: folder, base });
  const { address, close } = await serveFolder(folder, base);
  provide('site', { folder, address });
  return () => close().then(() => rmSync(folder, { recursive: true }));
}
