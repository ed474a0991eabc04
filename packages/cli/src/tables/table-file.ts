import { InputError } from '@autoencoders/core';
import { openArrow, openParquet } from '@autoencoders/files/node';
import { fromColumns } from '@autoencoders/tables';
import type { TableSource } from '@autoencoders/tables';
import { openArff, openCsv, openJson, openJsonLines } from '@autoencoders/tables/node';

/** How to open a table, by the end of its name. */
const readers: Readonly<Record<string, (path: string) => TableSource | Promise<TableSource>>> = {
  '.csv': (path) => openCsv(path),
  '.tsv': (path) => openCsv(path),
  '.txt': (path) => openCsv(path),
  '.csv.gz': (path) => openCsv(path),
  '.tsv.gz': (path) => openCsv(path),
  '.json': (path) => openJson(path),
  '.jsonl': (path) => openJsonLines(path),
  '.ndjson': (path) => openJsonLines(path),
  '.arff': (path) => openArff(path),
  '.parquet': async (path) => fromColumns(await openParquet(path)),
  '.arrow': async (path) => fromColumns(await openArrow(path)),
  '.feather': async (path) => fromColumns(await openArrow(path)),
};

/** The ends of the names of tables. */
export const TABLE_ENDINGS: readonly string[] = Object.keys(readers);

/** Opens a table by its name. Throws for a file that is not there, and for one of another kind. */
export async function openTable(path: string): Promise<TableSource> {
  const ending = Object.keys(readers)
    .filter((end) => path.toLowerCase().endsWith(end))
    .at(-1);
  if (ending === undefined)
    throw new InputError(`--data ${path} is not a table that this command reads; their names end in ${TABLE_ENDINGS.join(', ')}`);
  return readers[ending]!(path);
}
