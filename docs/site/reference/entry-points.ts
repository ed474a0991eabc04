import { join } from 'node:path';
import { manifestOf, published, root } from '../../../scripts/packages.mjs';

/** What a program imports from: `@autoencoders/core/node` is an entry point of the package in `packages/core`. */
export interface EntryPoint {
  readonly name: string;
  readonly folder: string;
  /** One sentence on the package. */
  readonly description: string;
  /** The file with its exports. */
  readonly source: string;
  /** The name of its page, without an ending. */
  readonly page: string;
}

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly exports: Readonly<Record<string, { readonly '@autoencoders/source'?: string }>>;
}

const ofPackage = (folder: string): readonly EntryPoint[] => {
  const { name: own, description, exports } = manifestOf(folder) as Manifest;
  return Object.entries(exports).flatMap(([path, target]) => {
    const source = target['@autoencoders/source'];
    const name = join(own, path);
    const page = name.replace('@autoencoders/', '').replaceAll('/', '.');
    return source ? [{ name, folder, description, source: join(root, 'packages', folder, source), page }] : [];
  });
};

/** All entry points, package by package. */
export const entryPoints: readonly EntryPoint[] = published.flatMap(ofPackage);

/** Entry points that only packages of this repository may use. */
export const isInternal = ({ name }: EntryPoint): boolean => name.endsWith('/internal');
