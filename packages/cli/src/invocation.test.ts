import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/helpers.js';
import { invocation } from './invocation.js';

const at = temporaryFolder();

function file(path: string, content = ''): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
  chmodSync(at(path), 0o755);
  return at(path);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  symlinkSync(target, at(path));
}

const checkout = file('checkout/packages/cli/bin/autoencoders.js');
const installed = file('project/node_modules/@autoencoders/cli/bin/autoencoders.js');
const cached = file('npm/_npx/0123/node_modules/@autoencoders/cli/bin/autoencoders.js');
link('project/node_modules/.bin/autoencoders', '../@autoencoders/cli/bin/autoencoders.js');
link('global/bin/autoencoders', installed);
file('pnpm/bin/autoencoders', `#!/bin/sh\nexec node  "$basedir/../../project/node_modules/@autoencoders/cli/bin/autoencoders.js" "$@"\n`);
file('somebody else/autoencoders', '#!/bin/sh\n');
mkdirSync(at('project/deep/er'), { recursive: true });
mkdirSync(at('else where'));

const PATH = ['/usr/bin', at('nothing here')].join(':');

test.skipIf(process.platform === 'win32').each([
  ['its name, installed globally', { cwd: at(), bin: installed, env: { PATH: `${PATH}:${at('global/bin')}` } }, 'autoencoders'],
  ['its name, by a script of pnpm', { cwd: at(), bin: installed, env: { PATH: `${PATH}:${at('pnpm/bin')}` } }, 'autoencoders'],
  ['the local path, in a project', { cwd: at('project'), bin: installed, env: { PATH } }, 'node_modules/.bin/autoencoders'],
  [
    'the local path, deep in a project',
    { cwd: at('project/deep/er'), bin: installed, env: { PATH } },
    '../../node_modules/.bin/autoencoders',
  ],
  [
    'the local path, where npm has put it on the PATH for now',
    { cwd: at('project'), bin: installed, env: { PATH: `${at('project/node_modules/.bin')}:${PATH}`, npm_command: 'exec' } },
    'node_modules/.bin/autoencoders',
  ],
  [
    'the program, outside of the project',
    { cwd: at('else where'), bin: installed, env: { PATH } },
    `node ../project/node_modules/@autoencoders/cli/bin/autoencoders.js`,
  ],
  ['the program, in a checkout', { cwd: at('checkout'), bin: checkout, env: { PATH } }, 'node packages/cli/bin/autoencoders.js'],
  ['the program, beside it', { cwd: dirname(checkout), bin: checkout, env: { PATH } }, 'node ./autoencoders.js'],
  [
    'the program, where the name is of another',
    { cwd: at('checkout'), bin: checkout, env: { PATH: at('somebody else') } },
    'node packages/cli/bin/autoencoders.js',
  ],
  [
    'the package, run by npx from its cache',
    { cwd: at('else where'), bin: cached, env: { PATH, npm_command: 'exec' } },
    'npx @autoencoders/cli',
  ],
  [
    'quoted, where a folder has a space',
    { cwd: '/', bin: join(at('else where'), 'x.js'), env: { PATH } },
    `node '${at('else where', 'x.js').slice(1)}'`,
  ],
])('says %s', (_, surroundings, expected) => expect(invocation(surroundings).text).toBe(expected));
