import { describe } from 'vitest';
import { itIsMended } from '../../test/mended.js';
import { beforeBoth } from '../../test/same.js';

beforeBoth({ simd: false });

describe('without SIMD', itIsMended);
