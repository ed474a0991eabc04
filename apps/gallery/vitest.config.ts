import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

// Pages wait for much besides a processor: as many files at once as there are processors.
export default mergeConfig(shared, { test: { globalSetup: './test/setup.ts', maxWorkers: '100%' } });
