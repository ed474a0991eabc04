import { check } from './check.js';
import type { Workers } from './check.js';

onmessage = async ({ data }: MessageEvent<Workers>) => postMessage(await check(data));
