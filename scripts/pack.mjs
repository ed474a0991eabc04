import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { published, root } from './packages.mjs';
import { run } from './spawn.mjs';

/**
 * Packs all published packages as they are built, without building them.
 *
 * @returns {Record<string, string>} the path of each tarball, by the name of its folder in `packages/`
 */
export function packAll(folder, from = root) {
  const filters = published.flatMap((name) => ['--filter', `@autoencoders/${name}`]);
  const { ok, text } = run('pnpm', ['-r', ...filters, 'pack', '--config.ignore-scripts=true', '--pack-destination', folder], from);
  if (!ok) throw new Error(text);
  const files = readdirSync(folder);
  const tarball = (name) => files.find((file) => file.startsWith(`autoencoders-${name}-`) && /-\d[^-]*\.tgz$/.test(file));
  return Object.fromEntries(published.map((name) => [name, join(folder, tarball(name))]));
}
