/* Without the page, for tests that draw. */
export { handDrawn } from './hand-drawn-digits.js';
export { framingOf, pixels } from './pixels.js';
