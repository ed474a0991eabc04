import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNpz } from '@autoencoders/files';

/** A table of ADBench: its rows, and which of them are anomalies (1). */
export interface LabelledTable {
  readonly features: number;
  /** `[rows, features]`. */
  readonly values: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** A set of the folder, and the AUROC in % that the published methods reach on it. */
export interface AdbenchSet {
  readonly name: string;
  readonly rows: number;
  readonly features: number;
  readonly published: Readonly<Record<string, number>>;
  readonly read: () => LabelledTable;
}

/** Columns of published-auroc.csv that say what the set is. The others are methods. */
const ABOUT = ['set', 'file', 'rows', 'features', 'anomalies_percent'];

/** The sets of a folder, by its file published-auroc.csv. */
export function adbenchSets(folder: string): readonly AdbenchSet[] {
  const path = join(folder, 'published-auroc.csv');
  if (!existsSync(path)) throw new Error(`bench:anomaly: there is no published-auroc.csv in ${folder}; give the folder with --data`);
  const [head, ...lines] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return lines.map((cells) => {
    const row = Object.fromEntries(head!.map((column, i) => [column, cells[i]!]));
    const published = Object.fromEntries(head!.filter((column) => !ABOUT.includes(column)).map((column) => [column, Number(row[column])]));
    return {
      name: row.set!,
      rows: Number(row.rows),
      features: Number(row.features),
      published,
      read: () => readSet(join(folder, row.file!)),
    };
  });
}

function readSet(path: string): LabelledTable {
  const { X, y } = parseNpz(readFileSync(path), path);
  if (!X || !y) throw new Error(`bench:anomaly: ${path} should have the arrays X and y`);
  return { features: X.shape[1]!, values: X.data, labels: y.data };
}
