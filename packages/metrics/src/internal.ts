// For the packages of this repository. Anything here may change in any release.
export { nearest, squaredDistances } from './distances.js';
export type { Distances } from './distances.js';
