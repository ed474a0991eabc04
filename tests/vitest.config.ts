import { mergeConfig } from 'vitest/config';
import shared from '../vitest.shared.js';

// Some files have threads or no SIMD, which a backend keeps once it has started.
export default mergeConfig(shared, { root: import.meta.dirname, test: { isolate: true } });
