import { mergeConfig } from 'vitest/config';
import { glossary } from '../kit/glossary.js';
import shared from '../../vitest.shared.js';

// Pages wait for much besides a processor: as many files at once as there are processors. Programs come from modules that pages have, too.
export default mergeConfig(shared, { plugins: [glossary()], test: { globalSetup: './test/setup.ts', maxWorkers: '100%' } });
