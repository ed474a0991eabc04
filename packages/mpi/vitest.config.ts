import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

// Each file starts the backend for itself.
export default mergeConfig(shared, { test: { isolate: true } });
