import { cpus, platform, release } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';
import { cliVersion } from './cli-version.js';

/** The versions and the machine that a result depends on. */
export function versions(): Record<string, string> {
  return {
    autoencoders: cliVersion,
    'tfjs-core': version_core,
    Node: process.versions.node,
    system: `${platform()} ${release()}`,
    processor: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
  };
}
