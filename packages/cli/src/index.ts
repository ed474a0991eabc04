export { run } from './program.js';
export { featuresOf, settingsOf, variantOf, variants } from './variants/index.js';
export type { Settings, Variant } from './variants/index.js';
