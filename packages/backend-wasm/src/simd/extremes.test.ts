import { beforeBoth } from '../../test/same.js';
import { describeExtremes } from '../../test/extremes.js';

beforeBoth();
describeExtremes();
