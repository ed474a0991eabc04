import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The style and the scripts in every report, so that it opens offline. */
export interface Assets {
  readonly style: string;
  /** Classic scripts in the order in which they run: d3, then Plot, which needs it. Each starts with its licence. */
  readonly libraries: readonly string[];
  /** The page's own script. */
  readonly script: string;
}

// The last one has the rules for phones and for paper, which override the others.
const styles = ['theme.css', 'base.css', 'layout.css', 'pictures.css', 'charts.css', 'detection.css', 'media.css'];

// Each one after those that it imports.
const scripts = ['scales.js', 'plots.js', 'detection.js', 'card.js', 'charts.js'];

/** Reads the style, the chart libraries and the page's script from where they are installed. */
export function readAssets(): Assets {
  return {
    style: styles.map(readPage).join('\n'),
    libraries: [readLibrary('d3', 'dist/d3.min.js'), readLibrary('@observablehq/plot', 'dist/plot.umd.min.js')],
    script: scripts.map(readScript).join('\n'),
  };
}

/** `page/` lies beside `src/` and beside `dist/`. */
function readPage(file: string): string {
  return readText(fileURLToPath(new URL(`../page/${file}`, import.meta.url)));
}

/** Text as a browser reads it, which is what a hash of it is of: lines end with `\n`. */
const readText = (path: string): string => readFileSync(path, 'utf8').replaceAll(/\r\n?/g, '\n');

/** A module without its imports and exports: in a report, all of them are one script. */
const readScript = (file: string): string => readPage(file).replaceAll(/^(import .*\n|export )/gm, '');

function readLibrary(name: string, file: string): string {
  // Neither package exports its package.json, but both have their main module one folder below it.
  const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  const licence = readText(join(root, 'LICENSE')).trim();
  return `/*! ${name}\n${licence}\n*/\n${readText(join(root, file))}`.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}
