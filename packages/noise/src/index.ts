export { clip, compose, gaussianNoise, maskingNoise, saltAndPepper } from './noise.js';
