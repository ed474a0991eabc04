import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.js';

// Pages wait for much besides a processor, and these tests take long: as many files at once as there are processors.
// Some files have threads or no SIMD, which a backend keeps once it has started.
export default mergeConfig(shared, { root: import.meta.dirname, test: { isolate: true, maxWorkers: '100%' } });
