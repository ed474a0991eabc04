import { spawnSync } from 'node:child_process';

/** A Python that has these modules, or undefined. Where `REQUIRE_PYTHON` is set, there must be one. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const has = (python: string | undefined): boolean =>
    python !== undefined && spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
  const found = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find(has);
  if (!found && process.env['REQUIRE_PYTHON']) throw new Error(`no Python has ${modules.join(' and ')}`);
  return found;
}

/** What a Python script prints. Throws what it says when it fails. */
export function runPython(python: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr.slice(-3000));
  return stdout;
}
