import { join } from 'node:path';
import { apps, galleryConfig } from './config.ts';

export default galleryConfig(join(import.meta.dirname, 'dist'), apps);
