import { statSync } from 'node:fs';
import { datasetNames, openDataset } from '@autoencoders/datasets/node';
import { printSchema, readSchema } from '@autoencoders/tables';
import { whole } from '../format.js';
import { options } from '../options.js';
import { dialectText } from '../tables/describe-table.js';
import { openTable } from '../tables/table-file.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import type { Command } from './command.js';

interface InspectOptions {
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
}

/** Prints what would be read: the columns of a table and why, or the examples of a dataset. */
async function inspect(source: string, { columns, ignore }: InspectOptions, { out }: Terminal): Promise<void> {
  if (!datasetNames.includes(source) && !statSync(source, { throwIfNoEntry: false })?.isDirectory()) {
    const { dialect, schema } = await readSchema(await openTable(source), { columns, ignore });
    await out.write(text`${dialectText(dialect)}${lines(printSchema(schema))}\n`);
    return;
  }
  for (const part of ['train', 'test'] as const) {
    const { name, count, shape, labelled, classes, heldOut } = await openDataset(source, part);
    await out.write(
      text`${name}, ${part}: ${whole(count)} examples of ${shape.join(' × ')}, ${labelled ? 'with labels' : 'without labels'}${classes && ` (${classes.join(', ')})`}${heldOut && part === 'test' && ', held out of the training part'}\n`,
    );
  }
}

export const inspectCommand: Command<string, InspectOptions> = {
  name: 'inspect',
  about: 'print what would be read of a file, a folder or a dataset',
  argument: ['<data>', 'a table, a folder with IDX files, or the name of a dataset'],
  options: [options.columns(), options.ignore()],
  examples: ['inspect customers.csv', 'inspect mnist'],
  action: inspect,
};
