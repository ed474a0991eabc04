export { folderStore } from './checkpoints/folder-store.js';
