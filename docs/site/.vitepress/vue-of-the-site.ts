import { fileURLToPath } from 'node:url';

interface Resolves {
  resolve(id: string, importer: string, options: object): Promise<{ id: string } | null>;
}

const importer = fileURLToPath(new URL('../package.json', import.meta.url));

/**
 * Pages lie outside of this folder, where no Vue is installed: they get the one of the site. An alias would not do: the build for browsers
 * and the one for Node take different files of Vue.
 */
export const vueOfTheSite = {
  name: 'vue-of-the-site',
  enforce: 'pre' as const,
  resolveId(this: Resolves, id: string, from: string | undefined, options: object): Promise<{ id: string } | null> | undefined {
    const isOutside = from !== undefined && from !== importer && !from.includes('/node_modules/') && !from.includes('/docs/site/');
    return /^vue(\/|$)/.test(id) && isOutside ? this.resolve(id, importer, { ...options, skipSelf: true }) : undefined;
  },
};
