// A file of its own, so that a page loads it when it draws codes, and not before.
export { codePlane } from '@autoencoders/models';
