import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findTorch } from '../steps/contenders.js';
import type { Contender } from '../steps/contenders.js';

/** What a PyTorch can do here. `peers/torch_gpu.py about` writes it. */
export interface Torch {
  readonly version: string;
  /** The name of the GPU; null without CUDA. */
  readonly device: string | null;
  readonly cuda: string | null;
  readonly driver: string | null;
  /** Why `torch.compile` does not work; null if it does. */
  readonly compile: string | null;
}

/** How PyTorch computes. */
interface TorchSetting {
  /** Whether products may round their inputs to TF32. */
  readonly tf32: boolean;
  /** Whether a whole step is one CUDA graph. */
  readonly graph: boolean;
  readonly compile: boolean;
}

const settings: Readonly<Record<string, readonly [title: string, setting: TorchSetting]>> = {
  'torch-eager': ['PyTorch', { tf32: false, graph: false, compile: false }],
  'torch-graph': ['PyTorch, CUDA graph', { tf32: false, graph: true, compile: false }],
  'torch-graph-tf32': ['PyTorch, CUDA graph, TF32', { tf32: true, graph: true, compile: false }],
  'torch-compile': ['PyTorch, compiled, CUDA graph', { tf32: false, graph: true, compile: true }],
  'torch-compile-tf32': ['PyTorch, compiled, CUDA graph, TF32', { tf32: true, graph: true, compile: true }],
};

/** The names of all settings, which `--without` accepts. */
export const torchNames: readonly string[] = Object.keys(settings);

/** Whether a contender rounds to TF32, so that its losses differ more. */
export const isRounded = (name: string): boolean => name.endsWith('-tf32');

/** PyTorch's programs, and sentences about what does not take part. With `software` they compute on the processor. */
export function torchContenders(
  software: boolean,
  compared: number,
): {
  readonly torch?: Torch;
  readonly contenders: readonly Contender[];
  readonly notes: readonly string[];
} {
  const python = findTorch();
  const none = (note: string) => ({ contenders: [], notes: [`${note}, so PyTorch does not take part.`] });
  if (!python) return none('There is no Python with PyTorch and NumPy here (PYTHON names one)');
  const torch = aboutTorch(python);
  if (typeof torch === 'string') return none(`PyTorch does not start (${torch})`);
  if (!torch.device && !software) return none(`PyTorch ${torch.version} finds no CUDA here`);
  const notes = torch.compile === null ? [] : [`torch.compile does not take part: ${torch.compile}`];
  const contenders = Object.entries(settings)
    .filter(([, [, { compile }]]) => !compile || torch.compile === null)
    .map(([name, [title, setting]]): Contender => ({
      name,
      title,
      peer: 'torch',
      setting: JSON.stringify({ ...setting, compared }),
      takes: () => true,
      python,
      script: 'torch_gpu.py',
    }));
  return { torch, contenders, notes };
}

/** What PyTorch says about itself, or why it does not. */
export function aboutTorch(python: string): Torch | string {
  const file = fileURLToPath(new URL('../../peers/torch_gpu.py', import.meta.url));
  const { stdout, stderr } = spawnSync(python, [file, 'about'], { encoding: 'utf8' });
  const line = stdout?.split('\n').find((text) => text.startsWith('{'));
  return line ? (JSON.parse(line) as Torch) : (stderr?.trim().split('\n').at(-1) ?? 'it says nothing');
}
