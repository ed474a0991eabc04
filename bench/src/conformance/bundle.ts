import { symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { layersTests } from './layers-tests.js';

const require = createRequire(import.meta.url);

/** The folder of the `.wasm` files of tfjs. */
export const wasmFolder: string = `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`;

/**
 * Bundles child.ts into a folder, and returns the program's path. Node cannot import tfjs's tests, and they must share one
 * tfjs-core with the backends.
 */
export async function bundle(dir: string): Promise<string> {
  const self = fileURLToPath(import.meta.url);
  await build({
    input: { child: self.replace(/bundle(\.[jt]s)$/, 'child$1') },
    platform: 'node',
    resolve: {
      mainFields: ['module', 'main'],
      conditionNames: ['@autoencoders/source', 'import', 'node', 'default'],
      extensionAlias: { '.js': ['.js', '.ts'] },
    },
    plugins: [layersTests()],
    // The package of tfjs declares its tests free of side effects, so the bundler would remove them.
    treeshake: false,
    logLevel: 'silent',
    output: { dir: join(dir, 'dist'), format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
  });
  // What its threads load lies beside `dist/`, as in the package.
  const node = dirname(require.resolve('@autoencoders/backend-node/package.json'));
  for (const name of ['node_modules', 'worker']) symlinkSync(join(node, name), join(dir, name), 'junction');
  return join(dir, 'dist', 'child.cjs');
}
