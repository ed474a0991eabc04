import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shellQuotePath } from './shell-quote.js';
import type { Text } from './text.js';
import { raw } from './text.js';

const NAME = 'autoencoders';

/** The program that `autoencoders` stands for, beside `src` and `dist`. */
const BIN = fileURLToPath(new URL('../bin/autoencoders.js', import.meta.url));

/** Where things are looked for. */
export interface Surroundings {
  readonly cwd: string;
  readonly bin: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * How a shell starts this program from the user's folder. It is the program's name where the PATH has it, the path to
 * node_modules/.bin where a project around the folder installed it, and otherwise the path to the program. It is never
 * `npx autoencoders`: outside of such a project that is somebody else's package.
 */
export function invocation({ cwd, bin, env }: Surroundings = { cwd: process.cwd(), bin: BIN, env: process.env }): Text {
  const isOurs = (path: string): boolean => leadsTo(path, bin);
  const first = foldersOf(env)
    .map((folder) => join(folder, NAME))
    .find((path) => existsSync(path));
  if (first && isOurs(first)) return raw(NAME);
  // The cache of npx: nobody types a path into it.
  if (bin.includes(`${sep}_npx${sep}`)) return raw('npx @autoencoders/cli');
  const local = upwards(cwd)
    .map((folder) => join(folder, 'node_modules', '.bin', NAME))
    .find(isOurs);
  if (local) return shellQuotePath(nearest(cwd, local));
  return raw(`node ${shellQuotePath(nearest(cwd, bin)).text}`);
}

/** The folders of the user's own PATH; npm puts those of the project before it for what it runs. */
function foldersOf({ PATH = '', npm_command, npm_lifecycle_event }: Surroundings['env']): readonly string[] {
  const byNpm = npm_command !== undefined || npm_lifecycle_event !== undefined;
  return PATH.split(delimiter).filter((folder) => folder && !(byNpm && /[\\/](node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/.test(folder)));
}

/** Whether `path` is the program, a link to it, or a script of a package manager that starts it. */
function leadsTo(path: string, bin: string): boolean {
  try {
    const program = realpathSync(bin);
    if (realpathSync(path) === program) return true;
    const found = /"\$basedir\/([^"]*\/autoencoders\.js)"/.exec(readFileSync(path, 'utf8').slice(0, 4096))?.[1];
    return found !== undefined && realpathSync(join(dirname(path), found)) === program;
  } catch {
    return false;
  }
}

/** A folder, the one it lies in, and so on. */
function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

/** The shorter of a path from here and the whole one, with a slash in it, since a shell looks a bare name up elsewhere. */
function nearest(cwd: string, path: string): string {
  const here = relative(cwd, path);
  return here.length >= path.length ? path : here.includes(sep) ? here : `.${sep}${here}`;
}
