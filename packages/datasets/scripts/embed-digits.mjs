// Turns data/digits.csv.gz into embedded/digits.js, a module with the same bytes as a string. Browsers and bundlers get the digits with the
// module and need no path, no fetch and no loader.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const here = (path) => new URL(`../${path}`, import.meta.url);
const rows = gunzipSync(readFileSync(here('data/digits.csv.gz')))
  .toString()
  .trim()
  .split('\n');
const bytes = Uint8Array.from(rows.flatMap((row) => row.split(',').map(Number)));
if (rows.length !== 1797 || bytes.length !== 1797 * 65) throw new Error('embed-digits: data/digits.csv.gz is not 1,797 rows of 65 values');
mkdirSync(here('embedded'), { recursive: true });
writeFileSync(
  here('embedded/digits.js'),
  `/*! UCI handwritten digits, CC BY 4.0; see NOTICE */
/** Gzipped rows of 64 pixels (0–16) and a label, in base64. */
export const digits = '${gzipSync(bytes, { level: 9 }).toString('base64')}';
`,
);
writeFileSync(here('embedded/digits.d.ts'), 'export declare const digits: string;\n');
