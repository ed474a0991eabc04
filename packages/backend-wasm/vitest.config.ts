import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.js';

/** Files that start backends of their own. */
const starting = ['src/*.test.ts', 'src/threads/*.test.ts', 'src/simd/{threads,failure,module}.test.ts', 'src/kernels/again.test.ts'];

/** Tests that share one world, or each have one of their own. */
const project = (name: string, include: readonly string[], isolate: boolean) => ({
  extends: true as const,
  test: { name, include: [...include], exclude: isolate ? [] : starting, isolate },
});

export default mergeConfig(shared, {
  test: {
    projects: [
      project('simd', ['src/simd/*.test.ts', 'src/capture/*.test.ts'], false),
      project('kernels', ['src/kernels/*.test.ts'], false),
      project('starting', [...starting, 'browser/*.test.ts'], true),
    ],
  },
});
