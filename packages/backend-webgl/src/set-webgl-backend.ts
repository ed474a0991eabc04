import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { engine, env, findBackendFactory, getBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { InputError, onLost as whenLost } from '@autoencoders/core';
import { checkBoolean, checkFunction, checkOptions } from '@autoencoders/core/operations';
import { declareFound, declareLost, precision, registerGpuKernels } from '@autoencoders/core/internal';
import { compute } from './compute.js';

/** Options of `setWebglBackend`. */
export interface WebglOptions {
  /** Whether to accept a GPU that the CPU only emulates, which is slower than WASM. Default false. */
  readonly software?: boolean;
  /** Called once, when the device is lost. Its tensors are gone. Call `setWebglBackend` again for a new device. */
  readonly onLost?: () => void;
}

/** What `setWebglBackend` runs on. */
export interface WebglInfo {
  /** The bits of a number: 32, or 16 on some phones. Losses and optimizers then stay in the range of 16 bits. */
  readonly precision: 16 | 32;
  /** The version of WebGL. */
  readonly version: 1 | 2;
  /** The name of the GPU, if the browser tells it. */
  readonly renderer: string | undefined;
}

const NAME = 'webgl';

/**
 * Sets tfjs's WebGL backend and returns what it runs on. After its device was lost, it starts again on a new one, without the old
 * tensors. Throws an `InputError` for a wrong option, if there is no WebGL, and if the GPU is only emulated and `software` is false.
 * If it throws, the backend that was set before stays.
 */
export async function setWebglBackend(options: WebglOptions = {}): Promise<WebglInfo> {
  checkOptions('setWebglBackend', options, { software: true, onLost: true });
  const { software = false, onLost } = options;
  checkBoolean('setWebglBackend', 'software', software);
  if (onLost !== undefined) checkFunction('setWebglBackend', 'onLost', onLost);
  const before = getBackend();
  if (context()?.isContextLost()) removeBackend(NAME);
  if (!context()) await start();
  const renderer = rendererOf(context()!);
  if (!software && renderer !== undefined && EMULATED.test(renderer)) {
    if (before && before !== NAME) await setBackend(before);
    throw new InputError(
      `setWebglBackend: WebGL is only emulated here (${renderer}), which is slower than WASM; setWebglBackend({ software: true }) takes it`,
    );
  }
  if (getBackend() !== NAME) await setBackend(NAME);
  if (onLost) tellOnce(onLost);
  return { precision: precision(), version: env().getNumber('WEBGL_VERSION') as 1 | 2, renderer };
}

/** Names of emulated GPUs. */
const EMULATED = /swiftshader|llvmpipe|software|basic render/i;

async function start(): Promise<void> {
  // Otherwise a browser without a GPU returns no context, and the error could not say why.
  env().set('SOFTWARE_WEBGL_ENABLED', true);
  if (env().getNumber('WEBGL_VERSION') === 0)
    throw new InputError('setWebglBackend: this browser has no WebGL, or it is switched off; use the WASM backend instead');
  // tfjs forgets the factory of a backend that was removed.
  if (!findBackendFactory(NAME)) registerBackend(NAME, () => new MathBackendWebGL(), 2);
  if (!(await setBackend(NAME))) throw new InputError('setWebglBackend: WebGL did not start; the console of the browser says why');
  registerGpuKernels(NAME, compute);
  declareFound(NAME);
  context()!.canvas.addEventListener('webglcontextlost', () => declareLost(NAME, 'its WebGL context was lost'), { once: true });
}

type Context = WebGLRenderingContext | WebGL2RenderingContext;

/** The context of the backend, if it runs. */
const context = (): Context | undefined => (engine().registry[NAME] as MathBackendWebGL | undefined)?.gpgpu.gl;

function rendererOf(gl: Context): string | undefined {
  const { UNMASKED_RENDERER_WEBGL: unmasked } = gl.getExtension('WEBGL_debug_renderer_info') ?? {};
  return (gl.getParameter(unmasked ?? gl.RENDERER) as string | null) ?? undefined;
}

function tellOnce(listener: () => void): void {
  const end = whenLost((name) => {
    if (name !== NAME) return;
    end();
    listener();
  });
}
