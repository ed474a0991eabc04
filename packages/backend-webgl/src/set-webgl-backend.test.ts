import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import { expect, test, vi } from 'vitest';
import { setWebglBackend } from './index.js';

// What it does where there is WebGL is tried in Chromium, in the tests of the whole repository.
test('without WebGL, as in Node, it is refused in one sentence, and the backend before goes on', async () => {
  await setBackend('cpu');
  // tfjs tells there what it could not make.
  vi.spyOn(console, 'log').mockReturnValue();
  const refused = await setWebglBackend({ software: true }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InputError);
  expect(String(refused)).toContain('setWebglBackend: this browser has no WebGL, or it is switched off; use the WASM backend instead');
  expect(getBackend()).toBe('cpu');
});

test.each<[options: object, message: string]>([
  [{ sofware: true }, 'there is no option "sofware"; there are software, onLost'],
  [{ software: 1 }, 'software must be true or false, not 1'],
  [{ onLost: 'stop' }, 'onLost must be a function, not "stop"'],
])('%j is refused', async (options, message) => {
  await expect(setWebglBackend(options)).rejects.toThrow(new InputError(`setWebglBackend: ${message}`));
});
