import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { resolveConfig } from 'vite';
import type { Plugin, Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { tfjsWasmThreads } from './vite.js';

const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js');

/** What the plugin makes of a module, and what it warns of. */
function transformed(code: string, id: string): { code: string | undefined; warnings: string[] } {
  const warnings: string[] = [];
  const { handler } = tfjsWasmThreads().transform;
  return { code: handler.call({ warn: (message) => warnings.push(message) }, code, id)?.code, warnings };
}

describe('tfjsWasmThreads', () => {
  it('is a plugin of Vite and of Rolldown', () => {
    const ofVite: Plugin = tfjsWasmThreads();
    const ofRolldown: Rolldown.Plugin = tfjsWasmThreads();
    expect(ofVite.name).toBe(ofRolldown.name);
  });

  it("leaves nothing around tfjs's factory that the factory names", () => {
    const { code, warnings } = transformed(readFileSync(file, 'utf8'), file);
    expect(warnings).toEqual([]);
    const factory = code!.slice(code!.indexOf('return (') + 8, code!.lastIndexOf(');\n})();'));
    expect(/^\s*function\(/.test(factory)).toBe(true);
    expect(factory.includes('_scriptDir')).toBe(false);
    expect(typeof runInNewContext(`(${factory})`)).toBe('function');
  });

  it('warns of a version it does not know, and leaves other modules alone', () => {
    expect(transformed('let x', file)).toEqual({ code: 'let x', warnings: [expect.stringContaining('is not of tfjs 4.22')] });
    expect(transformed('let x', '/other.js')).toEqual({ code: undefined, warnings: [] });
  });

  it("isolates pages of Vite's servers, unless told, and leaves headers that are set", async () => {
    const resolve = (plugin: Plugin) =>
      resolveConfig(
        { configFile: false, plugins: [plugin], server: { headers: { 'Cross-Origin-Embedder-Policy': 'credentialless', a: 'b' } } },
        'serve',
      );
    const on = await resolve(tfjsWasmThreads());
    expect(on.server.headers).toEqual({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'credentialless',
      a: 'b',
    });
    expect(on.preview.headers).toEqual({ 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' });
    const off = await resolve(tfjsWasmThreads({ isolate: false }));
    expect(off.server.headers).toEqual({ 'Cross-Origin-Embedder-Policy': 'credentialless', a: 'b' });
  });
});
