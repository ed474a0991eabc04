import { appConfig } from '../kit/vite.ts';

export default appConfig(import.meta.dirname);
