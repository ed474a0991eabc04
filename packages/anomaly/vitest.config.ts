import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

export default mergeConfig(shared, {
  test: {
    // Threads run from source, too.
    execArgv: ['--import', new URL('../testing/sources/register.mjs', import.meta.url).href],
  },
});
