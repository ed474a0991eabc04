import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { enableProdMode, setBackend, version_core } from '@tensorflow/tfjs-core';

/**
 * Makes a backend compute: `ours` with one thread, `ours-2` with two, `blas`, `blas-1` and `blas-2` with the machine's BLAS, `stock` (tfjs's WASM backend as it comes) or `cpu` (as
 * it comes, too). Gives tfjs's version.
 */
export async function useBackend(setting: string): Promise<string> {
  enableProdMode();
  if (setting.startsWith('blas')) {
    const threads = Number(setting.split('-')[1]);
    const { blas } = await (await import('@autoencoders/backend-node')).setNodeBackend({ require: true, ...(threads > 0 && { threads }) });
    return blas!.name;
  }
  if (setting.startsWith('ours'))
    await (await import('@autoencoders/backend-wasm')).setWasmBackend({ threads: setting === 'ours' ? 1 : 2 });
  else if (setting === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    await setBackend('cpu');
  } else {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    await setBackend('wasm');
  }
  return `tfjs ${version_core}`;
}
