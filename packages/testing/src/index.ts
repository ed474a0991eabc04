export { expectNoLeaks } from './leaks.js';
export { checkGradients, gradientError } from './gradients.js';
export { digitsLike } from './data.js';
export { badGradientAt, wrongAt } from './faults.js';
