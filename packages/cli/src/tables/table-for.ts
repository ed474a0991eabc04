import { existsSync } from 'node:fs';
import { check } from '@autoencoders/core/operations';
import type { OpenedModel } from '../open-model.js';

/** The table to use with a model: `named`, or the one that it was trained on. Throws where there is none. */
export function dataFor({ info, file }: OpenedModel, named: string | undefined): string {
  const path = named ?? info?.dataset;
  check(path !== undefined, () => `name a table with --data; ${file} does not say what it was trained on`);
  check(
    named !== undefined || existsSync(path),
    () => `the table that ${file} was trained on, ${path}, is not there; say where it is now with --data`,
  );
  return path;
}

/** Throws for `--data` with a model that was not trained on a table. */
export function checkNoData(call: string, data: string | undefined, { file }: Pick<OpenedModel, 'file'>): void {
  check(data === undefined, () => `${call}: ${file} was not trained on a table; name a dataset with --dataset`);
}
