import type { OpenDataset } from '@autoencoders/datasets/node';
import { printSchema, readSchema } from '@autoencoders/tables';
import { whole } from '../format.js';
import { options } from '../options.js';
import { findData } from '../source/find-data.js';
import type { ReadingOptions } from '../source/reading.js';
import { checkNoSeriesOptions } from '../series/series-form.js';
import type { SeriesOptions } from '../series/series-form.js';
import { openSeries } from '../series/train-series.js';
import { dialectText } from '../tables/describe-table.js';
import { isTable, openTableOf } from '../tables/table-for.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import type { Text } from '../text.js';
import { forSeries, forTraining } from './command.js';
import type { Command } from './command.js';

interface InspectOptions extends ReadingOptions, SeriesOptions {
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
}

/** Prints what would be read: the columns of a table and why, the windows of a series, or the examples of other data. */
async function inspect(source: string, given: InspectOptions, terminal: Terminal): Promise<void> {
  const { out } = terminal;
  if (given.window !== undefined) {
    const { about } = await openSeries({ ...given, data: source, window: given.window });
    await out.write(about);
    return;
  }
  checkNoSeriesOptions(given);
  if (await isTable(source, given)) {
    const { columns, ignore } = given;
    const { dialect, schema } = await readSchema(await openTableOf(source, given), { columns, ignore });
    await out.write(text`${dialectText(dialect)}${lines(printSchema(schema))}\n`);
    return;
  }
  const { open, reading } = await findData(source, given, terminal);
  for (const part of ['train', 'test'] as const) await out.write(partText(await open(part), part));
  if (reading.range) await out.write(text`Values from ${reading.range[0]} to ${reading.range[1]} become 0 to 1.\n`);
}

function partText({ name, count, shape, labelled, classes, heldOut }: OpenDataset, part: 'train' | 'test'): Text {
  const labels = `${labelled ? 'with' : 'without'} labels${classes ? ` (${classes.join(', ')})` : ''}`;
  const held = heldOut && part === 'test' ? ', held out of the training part' : '';
  return text`${name}, ${part}: ${whole(count)} examples of ${shape.join(' × ')}, ${labels}${held}\n`;
}

export const inspectCommand: Command<string, InspectOptions> = {
  argument: ['<data>', 'what --data takes: a set, a folder of pictures or of IDX files, a table, arrays'],
  // What `--data` names is the argument here.
  options: [...forTraining().slice(1), options.columns(), options.ignore(), ...forSeries()],
  examples: ['inspect customers.csv', 'inspect photos --size 64x64', 'inspect load.csv --window 48', 'inspect mnist'],
  action: inspect,
};
