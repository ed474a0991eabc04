import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

/** The last release of tfjs-backend-wasm with the list of tests that tfjs runs on it. */
const SOURCE = '@tensorflow/tfjs-backend-wasm@3.18.0';

interface Filter {
  readonly include?: string;
  readonly startsWith?: string;
  readonly excludes?: readonly string[];
}

/** Whether tfjs runs a test on its own WASM backend, by the list in dist/setup_test.js of that release, fetched from npm. */
export function stocksChoice(): (name: string) => boolean {
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const shell = process.platform === 'win32';
    const packed = execFileSync('npm', ['pack', SOURCE, '--silent', '--pack-destination', dir], { encoding: 'utf8', shell }).trim();
    execFileSync('tar', ['-xzf', packed, 'package/dist/setup_test.js'], { cwd: dir });
    const text = readFileSync(join(dir, 'package', 'dist', 'setup_test.js'), 'utf8');
    const list = text.match(/const TEST_FILTERS = (\[[\s\S]*?\n\]);/)?.[1];
    if (!list) throw new Error(`conformance: ${SOURCE} has no list of tests`);
    return choiceOf(runInNewContext(list) as readonly Filter[]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Tests that need no backend always run. Others run unless the first filter that matches excludes them. */
const choiceOf =
  (filters: readonly Filter[]) =>
  (name: string): boolean => {
    if (!name.includes('test-wasm') || name.startsWith('wasm')) return true;
    const filter = filters.find(
      ({ include, startsWith }) => (include && name.includes(include)) || (startsWith && name.startsWith(startsWith)),
    );
    return filter !== undefined && !filter.excludes?.some((text) => name.includes(text));
  };
