import { show } from './page.js';

void show();
