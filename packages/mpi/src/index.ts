export { mpiLibrary, mpiProcesses } from './find-mpi.js';
export { mpiGroup } from './mpi-group.js';
export type { MpiGroup, MpiOptions } from './mpi-group.js';
export { isStartedByGroup, localGroup } from './local-group.js';
export type { LocalOptions } from './local-group.js';
