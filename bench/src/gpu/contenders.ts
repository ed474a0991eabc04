import type { Contender } from '../steps/contenders.js';
import type { PageBackend, Program, Setting } from './protocol.js';
import { torchNames } from './torch.js';

/** The titles of the backends. */
export const backends: Readonly<Record<PageBackend, string>> = { webgpu: 'WebGPU', webgl: 'WebGL' };
export const programs: readonly Program[] = ['ours', 'tfjs-layers'];

export const backendNames: readonly PageBackend[] = ['webgpu', 'webgl'];

/** The names that `--without` accepts. */
export const contenderNames: readonly string[] = [
  ...programs.flatMap((program) => backendNames.map((backend) => `${program}-${backend}`)),
  ...torchNames,
];

/** The programs that train in a page, on these backends, ours first. The losses of their first `compared` steps are compared. */
export const pageContenders = (on: readonly PageBackend[], software: boolean, compared: number): readonly Contender[] =>
  programs.flatMap((program) =>
    on.map((backend) => ({
      name: `${program}-${backend}`,
      title: `${program}, ${backends[backend]}`,
      peer: 'page',
      setting: JSON.stringify({ program, backend, software, compared } satisfies Setting),
      takes: () => true,
      script: '../gpu/child.js',
    })),
  );
