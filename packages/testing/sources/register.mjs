// `node --import` of this file lets Node and its threads run the workspace's packages from their sources, as vitest does.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
