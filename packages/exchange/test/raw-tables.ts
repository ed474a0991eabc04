import { fitEncoder, fromCsv, readTable } from '@autoencoders/tables';
import type { Table, TableEncoder } from '@autoencoders/tables';

const WORDS = ['red', 'green', 'blue', 'grün', 'a "quoted" word', 'light, blue'];

/** A source of pseudo-random numbers in [0, 1). */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Text of a CSV file with columns of all kinds, missing cells, and, after `newWords` rows, words that no encoder saw. */
export function rawCsv(rows: number, seed: number, { oddFrom = Infinity }: { readonly oddFrom?: number } = {}): string {
  const next = uniforms(seed);
  const cell = (text: string | number): string => (next() < 0.03 ? '' : `"${String(text).replaceAll('"', '""')}"`);
  const lines = Array.from({ length: rows }, (_, row) => {
    const odd = row >= oddFrom && next() < 0.2;
    const size = next() + next() + next();
    const day = new Date(Date.UTC(2019, 0, 1) + Math.floor(next() * 3e11));
    return [
      cell((20 + 10 * size + (odd ? 40 : 0) + next()).toFixed(3)),
      cell(Math.round(100 * size ** 3)),
      cell(Math.exp(6 * size - 4).toPrecision(7)),
      cell((-5 * size + next()).toFixed(2)),
      cell(odd && next() < 0.5 ? `new ${row}` : WORDS[Math.floor(next() ** 2 * WORDS.length)]!),
      cell(`city ${Math.floor(next() * 12)}`),
      cell(size > 1.5 === next() < 0.9 ? 'yes' : 'no'),
      cell(day.toISOString().slice(0, 19).replace('T', ' ')),
      cell(size.toFixed(4)),
    ].join(',');
  });
  return ['length,count,income,loss,colour,city,member,at,score', ...lines].join('\n');
}

/** A table of CSV text, read by the schema of another one or by its own. */
export async function tableOf(text: string, schema?: TableEncoder['schema']): Promise<{ table: Table; schema: TableEncoder['schema'] }> {
  const read = await readTable(fromCsv(text), schema ? { schema } : {});
  return { table: read.table, schema: read.schema };
}

/** An encoder with all encodings. */
export const manyEncodings = (schema: TableEncoder['schema'], table: Table): Promise<TableEncoder> =>
  fitEncoder(schema, table, {
    encodings: { count: 'robust', income: 'log1p', loss: 'minMax', city: 'frequency', score: 'quantile', at: 'quantile' },
    cyclic: ['hour', 'weekday', 'month'],
    maxLevels: 5,
  });
