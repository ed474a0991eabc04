import { chromiumPath } from '@autoencoders/testing/browser';
import type { TestProject } from 'vitest/node';
import { builtApps, serveApps } from './pages.js';

/** Addresses of the built site. */
export interface Built {
  readonly production: string;
  readonly 'without isolation': string;
}

/** Builds the site once, and serves it while the test files run. */
export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!chromiumPath) return undefined;
  const { outDir, remove } = await builtApps();
  const [production, plain] = [await serveApps(outDir, 'production'), await serveApps(outDir, 'without isolation')];
  provide('built', { production: production.address, 'without isolation': plain.address });
  return async () => {
    for (const { close } of [production, plain]) await close();
    await remove();
  };
}
