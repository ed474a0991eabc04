import { describe } from 'vitest';
import { itComputesAsTheCpu } from '../../test/operations/compare.js';
import { beforeBoth } from '../../test/same.js';

beforeBoth();

describe('as on the CPU backend', () => itComputesAsTheCpu(24));
