import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Programs made of sources by their names, bundled with this package and run by Node, each in a process of its own. */
export async function run(sources: Readonly<Record<string, string>>): Promise<Readonly<Record<string, Ended>>> {
  const dir = mkdtempSync(join(tmpdir(), 'backend-wasm-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'junction');
    await build({
      input: Object.fromEntries(Object.keys(sources).map((name) => [name, `program:${name}`])),
      platform: 'node',
      external: [/^@tensorflow\//],
      plugins: [
        {
          name: 'programs',
          resolveId: (id) => (id.startsWith('program:') ? id : id === 'backend-wasm' ? join(root, 'src', 'index.ts') : undefined),
          load: (id) => (id.startsWith('program:') ? sources[id.slice('program:'.length)] : undefined),
        },
      ],
      resolve: { extensionAlias: { '.js': ['.js', '.ts'] }, conditionNames: ['@autoencoders/source', 'node', 'import', 'default'] },
      logLevel: 'silent',
      output: { dir, format: 'esm', entryFileNames: '[name].mjs' },
    });
    return Object.fromEntries(
      Object.keys(sources).map((name) => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [join(dir, `${name}.mjs`)], { encoding: 'utf8', timeout: 30_000 });
        return [name, { code: status, out: stdout, err: stderr }];
      }),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
