import { InputError } from '@autoencoders/core';
import type { TableSource } from '@autoencoders/tables';
import { openCsv, openJson, openJsonLines } from '@autoencoders/tables/node';

/** How to open a table, by the end of its name. */
const readers: Readonly<Record<string, (path: string) => TableSource>> = {
  '.csv': openCsv,
  '.tsv': openCsv,
  '.txt': openCsv,
  '.csv.gz': openCsv,
  '.tsv.gz': openCsv,
  '.json': openJson,
  '.jsonl': openJsonLines,
  '.ndjson': openJsonLines,
};

/** The ends of the names of tables, for help. */
export const TABLE_ENDINGS: string = Object.keys(readers).join(', ');

/** Opens a table by its name. Throws for a file that is not there, and for one of another kind. */
export function openTable(path: string): TableSource {
  const ending = Object.keys(readers)
    .filter((end) => path.toLowerCase().endsWith(end))
    .at(-1);
  if (ending === undefined)
    throw new InputError(`--data ${path} is not a table that this command reads; their names end in ${TABLE_ENDINGS}`);
  return readers[ending]!(path);
}
