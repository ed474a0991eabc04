import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const FOLDER = '/sys/devices/system/cpu';

/**
 * The number of physical cores for this process. Two hardware threads of a core share its multipliers, so that more threads than
 * cores are not faster. If the system does not tell, the number of processors.
 *
 * @param folder Where Linux describes its processors.
 * @param available The number of processors, where the folder tells nothing.
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
