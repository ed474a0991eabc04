import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

// Threads run from source, too.
export default mergeConfig(shared, { test: { execArgv: ['--import', new URL('../testing/sources/register.mjs', import.meta.url).href] } });
