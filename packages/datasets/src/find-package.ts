import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of an npm package that this package or the working directory can import, if it is installed. */
export function findPackage(name: string): string | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return dirname(createRequire(from).resolve(`${name}/package.json`));
    } catch {
      // It cannot be imported from here.
    }
  }
  return undefined;
}
