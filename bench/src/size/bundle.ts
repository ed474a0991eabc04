import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

/** A file of a bundle. */
export interface Part {
  readonly name: string;
  /** Bytes, gzipped. */
  readonly bytes: number;
  readonly text: string;
  /** Bytes before compression, by the package that they come from. */
  readonly packages: Readonly<Record<string, number>>;
  /** The source files that it has something of, such as `layers/dist/dense.js`. */
  readonly sources: readonly string[];
}

/** The package of a source file, or for ours also the folder of generated kernels. */
export function packageOf(path: string): string {
  const kernels = /packages\/backend-wasm\/kernels\/(?:files\/)?([\w-]+)\.js$/.exec(path)?.[1];
  if (kernels !== undefined && !['parameters', 'thread', 'stock'].includes(kernels)) return `kernels/${kernels}`;
  const ours = /\/?packages\/([\w-]+)\//.exec(path)?.[1];
  if (ours !== undefined) return `@autoencoders/${ours}`;
  return /.*node_modules\/(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[1] ?? 'the app';
}

/** Bytes of each package among these. */
export function byPackage(sizes: Iterable<readonly [path: string, bytes: number]>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [path, bytes] of sizes) if (bytes > 0) sums[packageOf(path)] = (sums[packageOf(path)] ?? 0) + bytes;
  return sums;
}

const inputsOf = (output: Metafile['outputs'][string]): Record<string, number> =>
  byPackage(Object.entries(output.inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]));

/**
 * Bundles a program for a page with esbuild, minified, from the built packages. `external` are packages that it leaves out. Comments with
 * licences go to files of their own, which no page loads.
 */
export async function bundled(
  code: string,
  external: readonly string[] = [],
  platform: 'browser' | 'node' = 'browser',
): Promise<readonly Part[]> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform,
    external: [...external],
    legalComments: 'external',
    outdir: '/out',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const outputs = Object.entries(metafile.outputs);
  return outputFiles
    .filter(({ path }) => path.endsWith('.js'))
    .map(({ path, contents, text }) => {
      const name = path.split('/').pop()!;
      const [, output] = outputs.find(([file]) => file.endsWith(`/${name}`))!;
      const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
      const sources = used.map(([path]) => path.replace(/^(.*\/)?packages\//, ''));
      return { name, bytes: gzipSync(contents).length, text, packages: inputsOf(output), sources };
    });
}
