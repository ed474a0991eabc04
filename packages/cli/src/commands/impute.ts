import { check } from '@autoencoders/core/operations';
import { whole } from '../format.js';
import { options } from '../options.js';
import { outputAt, writeText } from '../output/file.js';
import { filledOf } from '../tables/apply-table.js';
import { tableFor } from '../tables/table-for.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { modelArgument } from './command.js';
import type { Command } from './command.js';
import { openForInference } from './inference.js';
import type { InferenceOptions } from './inference.js';

/** Fills the missing cells of a table. */
async function impute(path: string, given: InferenceOptions, terminal: Terminal): Promise<void> {
  if (given.out !== undefined) await outputAt(given.out);
  const opened = await openForInference(path, given);
  using model = opened.model;
  const { table } = opened;
  check(table !== undefined, () => `impute: ${opened.file} was not trained on a table; train one with train denoising --data table.csv`);
  check(
    opened.series === undefined,
    () => `impute: ${opened.file} was trained on windows of a series; reconstruct gives its values at each step`,
  );
  let cells = 0;
  const rows = filledOf(model, table, await tableFor(opened, given), (more) => (cells += more));
  await writeText(rows, given.out, terminal);
  terminal.err.write(text`${whole(cells)} missing cells filled${given.out !== undefined && text` in ${given.out}`}\n`);
}

export const imputeCommand: Command<string, InferenceOptions> = {
  argument: modelArgument,
  options: [options.dataOf(), options.array(), options.backend(), options.out('CSV file to write (default: standard output)')],
  examples: ['impute runs/denoising-customers-csv --data customers.csv --out filled.csv'],
  action: impute,
};
