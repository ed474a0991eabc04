import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const FOLDER = '/sys/devices/system/cpu';

/**
 * How many cores there are for this process: two threads of one core share its units for multiplying, so that more
 * threads than cores gain nothing. Where the system does not tell, as many as there are processors.
 */
export function physicalCores(folder: string = FOLDER, available: number = availableParallelism()): number {
  try {
    const cores = readdirSync(folder)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    return Math.max(1, Math.min(new Set(cores).size || available, available));
  } catch {
    return available;
  }
}
