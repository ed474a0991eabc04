// For the packages of this repository. Anything here may change in any release.
export { unzip } from './zip.js';
