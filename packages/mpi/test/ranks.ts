import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const own = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** A program for ranks in a file that Node runs. */
export interface Program {
  readonly file: string;
  readonly remove: () => void;
}

/** Bundles `test/programs/<name>.ts` with the sources of all packages, as if it were of a version. `worker` lies beside its folder, as it lies beside `dist`. */
export async function programOf(name: string, version: string = '1.0.0'): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'mpi-'));
  const bundle = await rolldown({
    input: own(`test/programs/${name}.ts`),
    platform: 'node',
    resolve: { conditionNames: ['@autoencoders/source', 'node', 'import', 'default'], mainFields: ['module', 'main'] },
    logLevel: 'silent',
  });
  const file = join(folder, 'dist/program.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  cpSync(own('worker'), join(folder, 'worker'), { recursive: true });
  symlinkSync(own('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
  mkdirSync(join(folder, 'out'));
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

/** How a process ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs a command until it ends. `started` gets its process. */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors] = [child.stdout, child.stderr].map((stream) => {
    const parts: string[] = [];
    stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
    return parts;
  }) as [string[], string[]];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out: out.join(''), errors: errors.join('') }));
  });
}
