import { mergeConfig } from 'vitest/config';
import { glossary } from '../kit/glossary.js';
import shared from '../../vitest.shared.js';

const isCi = process.env['CI'] !== undefined;

/**
 * In CI, an error outside all tests is told and fails nothing, unless it comes from our own code: it may be the browser's driver after a test has
 * ended. Errors of the pages themselves fail: `visit` notes them. So does a process that dies.
 */
function onUnhandledError(error: { readonly message?: string; readonly stack?: string }): false | undefined {
  const isOurs = /\/(?:apps|packages)\/(?!testing\/)[^/]+\/src\//.test(String(error.stack));
  if (!isCi || isOurs || /vitest-pool|Worker exited/.test(String(error.message))) return undefined;
  console.error('An error outside all tests:', error.stack ?? error);
  return false;
}

// Pages wait for much besides a processor: as many files at once as there are processors. Programs come from modules that pages have, too.
const test = { globalSetup: './test/setup.ts', maxWorkers: '100%', onUnhandledError };
export default mergeConfig(shared, { plugins: [glossary()], test });
