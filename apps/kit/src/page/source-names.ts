import { sources } from '../data/index.js';
import type { DataSource } from '../state.js';

/** What the page calls each source of data. */
export const sourceNames: Readonly<Record<DataSource, string>> = { ...sources, own: 'Your own files', sample: 'MNIST, a few pictures' };
