import { InputError } from '@autoencoders/core';
import type { TableSource } from '@autoencoders/tables';

// What reads tables loads when there is one.
const texts = () => import('@autoencoders/tables/node');
const columns = async (path: string, open: 'openArrow' | 'openParquet'): Promise<TableSource> => {
  const [files, { fromColumns }] = await Promise.all([import('@autoencoders/files/node'), import('@autoencoders/tables')]);
  return fromColumns(await files[open](path));
};
const csv = async (path: string): Promise<TableSource> => (await texts()).openCsv(path);
const jsonLines = async (path: string): Promise<TableSource> => (await texts()).openJsonLines(path);

/** How to open a table, by the end of its name. */
const readers: Readonly<Record<string, (path: string) => Promise<TableSource>>> = {
  '.csv': csv,
  '.tsv': csv,
  '.txt': csv,
  '.csv.gz': csv,
  '.tsv.gz': csv,
  '.json': async (path) => (await texts()).openJson(path),
  '.jsonl': jsonLines,
  '.ndjson': jsonLines,
  '.arff': async (path) => (await texts()).openArff(path),
  '.parquet': (path) => columns(path, 'openParquet'),
  '.arrow': (path) => columns(path, 'openArrow'),
  '.feather': (path) => columns(path, 'openArrow'),
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
