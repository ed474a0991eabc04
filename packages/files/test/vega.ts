import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The path of a data set in the npm package vega-datasets. */
export const vegaPath = (name: string): string =>
  join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '..', 'data', name);
