import { beforeBoth } from '../../test/same.js';
import { describeSums } from '../../test/sums.js';

beforeBoth({ simd: false });
describeSums();
