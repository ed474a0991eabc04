// A file of its own, so that a page whose worker starts does not load it.
export { localTrainer } from '@autoencoders/training';
