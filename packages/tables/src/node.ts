export { openArff, openCsv, openJson, openJsonLines } from './open-files.js';
