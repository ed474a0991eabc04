import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file in `test/fixtures`. */
export const fixturePath = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** The bytes of a file in `test/fixtures`. */
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(fixturePath(name)));
