import { serveDataset } from '../../src/index.js';
import { datasetOf } from './dataset-of.js';

serveDataset(datasetOf);
