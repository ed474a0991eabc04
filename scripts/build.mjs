// Builds the package in the current folder, for its script `build`. `dist` is emptied first, so that no file of an older source is left.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
process.exitCode = status ?? 1;
