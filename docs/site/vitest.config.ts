import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

// In CI, where others use the machine, too, a test is tried twice; what the first try said is printed at the end.
export default mergeConfig(shared, { test: { globalSetup: ['./setup.ts'], retry: process.env['CI'] === undefined ? 0 : 1 } });
