import { serveDataset } from '@autoencoders/datasets';
import { pictures } from './trainings.js';

serveDataset((kind: string) => pictures[kind]!());
