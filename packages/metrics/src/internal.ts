// For the packages of this repository. Anything here may change in any release.
export { nearestRows } from './nearest-rows.js';
export type { GivenRows, NearestRows } from './nearest-rows.js';
