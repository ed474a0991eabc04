/* More parts of the page, for an app that puts them together by itself. They are for the page alone: workers have no glossary. */
export type { GuideStep } from './definition.js';
export { explain } from './page/explained.js';
export { pageFooter } from './page/page-footer.js';
export { guideCard } from './page/guide-card.js';
export { settingsSheet } from './page/settings-sheet.js';
