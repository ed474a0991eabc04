import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

// Some files put functions of their own in the place of Node's.
export default mergeConfig(shared, { test: { isolate: true } });
