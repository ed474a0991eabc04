import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

/** Runs a program that a page shows, and gives what it printed. `places` are where the files lie that it names. */
export async function runProgram(
  text: string,
  places: Readonly<Record<string, string>> = {},
): Promise<{ readonly said: string; readonly tables: readonly unknown[] }> {
  const folder = mkdtempSync(join(root, 'tests', '.examples-'));
  const said: string[] = [];
  const tables: unknown[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')));
  const table = vi.spyOn(console, 'table').mockImplementation((rows) => void tables.push(rows));
  try {
    const file = join(folder, 'program.ts');
    writeFileSync(file, placed(text, places));
    await import(/* @vite-ignore */ file);
  } finally {
    log.mockRestore();
    table.mockRestore();
    rmSync(folder, { recursive: true });
  }
  return { said: said.join('\n'), tables };
}

/** A program is run in another folder than that of the files. */
function placed(text: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((now, [name, place]) => {
    if (!now.includes(`'${name}'`)) throw new Error(`the program does not name ${name}:\n${now}`);
    return now.replaceAll(`'${name}'`, JSON.stringify(place));
  }, text);
}

/** The packages that a program says to install. */
export const installedBy = (text: string): readonly string[] => /^\/\/ {3}npm install (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];

/** The packages that a program imports. */
export function importedBy(text: string): readonly string[] {
  const names = [...text.matchAll(/ from '((?:@[^/']+\/)?[^/']+)/g)].map(([, name]) => name!);
  return [...new Set(names.filter((name) => !name.startsWith('node:')))].sort();
}
