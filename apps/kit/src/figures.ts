/* Figures of plain numbers, for pages that are no apps. */
export { chart } from './chart.js';
export type { Chart, Line, Values } from './chart.js';
export { legendOf } from './class-colours.js';
export { h } from './dom.js';
export { duration, figure } from './format.js';
export { pictureGrid } from './picture-grid.js';
export { pointPlane, pointsOf } from './point-plane.js';
