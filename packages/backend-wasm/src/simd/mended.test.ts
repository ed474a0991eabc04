import { describe } from 'vitest';
import { itIsMended } from '../../test/mended.js';
import { beforeBoth } from '../../test/same.js';

beforeBoth({ threads: 2 });

describe('on two threads', itIsMended);
