import { spawnSync } from 'node:child_process';

/** A Python that has these modules, or undefined. */
export const pythonWith = (...modules: readonly string[]): string | undefined =>
  [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find(
    (python) => python && spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0,
  );

/** What a Python script prints. Throws what it says when it fails. */
export function runPython(python: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr.slice(-3000));
  return stdout;
}
