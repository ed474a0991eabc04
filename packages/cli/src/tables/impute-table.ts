import { cache } from '@autoencoders/datasets';
import type { AnyAutoencoder } from '@autoencoders/models';
import { fillMissing } from '@autoencoders/tables';
import type { ColumnValues, Table, TableEncoder } from '@autoencoders/tables';
import { reconstruct } from '@autoencoders/training';

/** How often missing cells are filled by what the model makes of those filled before. */
const ROUNDS = 5;

/** A table with its missing cells filled, and how many there were. */
export interface Imputed {
  readonly table: Table;
  readonly cells: number;
}

/**
 * Fills the missing cells of a table. First come the mean and the most frequent word, then what the model makes of the row. This is
 * repeated, so that the cells of a row come to fit each other. Cells that are known, and columns that the model does not use, stay.
 * Gondara & Wang, "MIDA: multiple imputation using denoising autoencoders", PAKDD 2018.
 */
export async function imputed(model: AnyAutoencoder, encoder: TableEncoder, table: Table): Promise<Imputed> {
  const names = encoder.columns.map(({ name }) => name);
  const cells = names.reduce((sum, name) => sum + missingIn(table.columns[name]!), 0);
  if (cells === 0) return { table, cells };
  let filled = table;
  for (let round = 0; round < ROUNDS; round++) {
    const { values } = await cache(reconstruct(model, { shape: [encoder.width], values: encoder.encode(filled).values }));
    filled = fillMissing(table, encoder.decode(values));
  }
  return { table: filled, cells };
}

const missingIn = (cells: ColumnValues): number => {
  let missing = 0;
  for (const cell of cells) if (cell === null || Number.isNaN(cell)) missing += 1;
  return missing;
};
