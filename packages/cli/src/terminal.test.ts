import { Writable } from 'node:stream';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { run } from './index.js';
import { messages, results } from './terminal.js';

const failing = (code: string, says: string): NodeJS.WriteStream =>
  new Writable({ write: (_, __, done) => done(Object.assign(new Error(`${code}: ${says}, write`), { code })) }) as NodeJS.WriteStream;

const colors = picocolors.createColors(false);

test.each([
  ['ENOSPC', 'no space left on device', 1, '\nerror: standard output cannot be written (ENOSPC: no space left on device)\n'],
  ['EIO', 'i/o error', 1, '\nerror: standard output cannot be written (EIO: i/o error)\n'],
  ['EPIPE', 'broken pipe', 141, ''],
])('results that cannot be written for %s end with one sentence, and a closed pipe quietly', async (code, says, exit, said) => {
  for (const args of [['--help'], ['help', 'train'], ['--version'], []]) {
    let err = '';
    const screens = { out: results(failing(code, says)), err: { write: (text: string) => void (err += text) }, colors };
    expect(await run(args, screens)).toBe(exit);
    expect(err).toBe(said);
  }
});

test.each(['EPIPE', 'ENOSPC'])('messages that cannot be written for %s are no reason to fail', async (code) => {
  let out = '';
  const screens = { out: { write: (text: string) => void (out += text) }, err: messages(failing(code, 'whatever')), colors };
  expect(await run(['--help'], screens)).toBe(0);
  expect(out).toContain('Usage: autoencoders');
  expect(await run(['encode', 'nothing'], screens)).toBe(2);
});

test('what is written waits until it was taken', async () => {
  let taken = 0;
  const slow = new Writable({
    highWaterMark: 1,
    write: (_, __, done) => void setTimeout(() => ((taken += 1), done()), 1),
  }) as NodeJS.WriteStream;
  const { write } = results(slow);
  for (let i = 1; i <= 5; i++) {
    await write('text');
    expect(taken).toBe(i);
  }
});
