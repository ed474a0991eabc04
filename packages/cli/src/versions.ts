import { createRequire } from 'node:module';
import { cpus, platform, release } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** The version of this command. */
export const cliVersion: string = version;

/** The versions and the machine that a result depends on. */
export function versions(): Record<string, string> {
  return {
    autoencoders: version,
    'tfjs-core': version_core,
    Node: process.versions.node,
    system: `${platform()} ${release()}`,
    processor: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
  };
}
