import { mergeConfig } from 'vitest/config';
import { glossary } from '../kit/glossary.js';
import shared from '../../vitest.shared.js';

// Pages wait for much besides a processor: as many files at once as there are processors. Programs come from modules that pages have, too.
// In CI, where others use the machine, too, a test is tried twice; what the first try said is printed at the end.
const test = { globalSetup: './test/setup.ts', maxWorkers: '100%', retry: process.env['CI'] === undefined ? 0 : 1 };
export default mergeConfig(shared, { plugins: [glossary()], test });
