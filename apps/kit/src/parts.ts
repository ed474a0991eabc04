/* The parts of the page, for an app that puts them together by itself. */
export { button, controlPanel } from './controls.js';
export { tableEndingOf, tableEndings } from './data/table-endings.js';
export { fillPage, h, uniqueId } from './dom.js';
export { download } from './download.js';
export { messageOf } from './errors.js';
export { figure, plural } from './format.js';
export { programText } from './node-program.js';
export { openTable, quoted } from './table-program.js';
export type { TableReading } from './data/index.js';
export { keepModel, keptModel } from './model-store.js';
export type { KeptModel } from './model-store.js';
export { acceptDrops } from './page/drops.js';
export { programCard } from './page/program-card.js';
export { keptOffer } from './page/kept-offer.js';
export { gallery, group, setText } from './page/panel.js';
export { choice, defaultsOf, slider } from './settings.js';
export type { SettingsOf } from './settings.js';
export { createStore } from './store.js';
