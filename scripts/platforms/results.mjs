// The file of results: rows, and the numbers that their losses are.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from '../packages.mjs';
import { pages, programs, untried } from './table.mjs';

const file = join(root, 'bench', 'results', 'platforms.json');

/** The numbers that the trainings ended with. There should be two at most: a product and a sum are rounded once, or each of them. */
export const lossesOf = (rows) => [...new Set(rows.filter(({ ok }) => ok).map(({ loss }) => loss))].sort((one, other) => one - other);

/** Writes rows to the file. They replace its rows of the same platforms. */
export function keep(rows) {
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : [];
  const rowsOf = ({ name }) => {
    const now = rows.filter((row) => row.name === name);
    return now.length > 0 ? now : before.filter((row) => row.name === name);
  };
  const all = [...programs, ...pages].flatMap(rowsOf);
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores`;
  const date = new Date().toISOString().slice(0, 10);
  const results = { machine, date, losses: lossesOf(all), rows: all, untried };
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}
