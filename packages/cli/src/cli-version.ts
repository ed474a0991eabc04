import { createRequire } from 'node:module';

/** The version of this command. */
export const cliVersion: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
