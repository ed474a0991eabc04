import { launchBrowser } from '@autoencoders/testing/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { kinds } from '../config.js';
import type { Built } from './setup.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The addresses of the built site, made once for all test files. */
    readonly built: Built;
  }
}

/** The address of a page of the built site. Pages that train begin with the digits here, which need no download and train fast. */
export const at = (kind: keyof Built, app: string = ''): string =>
  `${inject('built')[kind]}${app && `${app}/`}${(kinds as readonly string[]).includes(app) ? '#data=digits' : ''}`;

/** A browser for the tests of a file. */
export function browserOfFile(options?: Parameters<typeof launchBrowser>[0]): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser(options);
  }, 120_000);
  afterAll(() => browser?.close());
  return () => browser!;
}
