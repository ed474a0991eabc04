import { dirname, join } from 'node:path';
import { mergeConfig } from 'vite';
import type { UserConfig } from 'vite';
import { appConfig } from '../kit/vite.ts';

/** The folders of the apps that show one kind of autoencoder each, in the order of the start page. They share one page. */
export const kinds = ['undercomplete', 'sparse', 'stacked', 'convolutional', 'denoising', 'variational'] as const;

/** The folders of all sample apps. */
export const apps = [...kinds, 'anomaly'] as const;

const folder = dirname(import.meta.dirname);

/** How the whole site is served and built: the start page at `/`, and each app in a folder below it. */
export function galleryConfig(outDir: string, names: readonly string[]): UserConfig {
  const pages = [folder, ...names.map((name) => join(folder, name))];
  return mergeConfig(appConfig(folder), {
    appType: 'mpa',
    publicDir: false,
    define: { 'import.meta.env.VITE_GALLERY': JSON.stringify('../') },
    build: { outDir, rolldownOptions: { input: pages.map((page) => join(page, 'index.html')) } },
  } satisfies UserConfig);
}
