import { expect, it, vi } from 'vitest';
import { useWasm } from './index.js';

it('says where it looked when the files are not there', async () => {
  // tfjs and Emscripten print what they found, too.
  const silent = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')].map((spy) => spy.mockImplementation(() => undefined));
  await expect(useWasm({ paths: '/nowhere/' })).rejects.toThrow('useWasm: WebAssembly did not start with the .wasm files from /nowhere/');
  silent.forEach((spy) => spy.mockRestore());
});
