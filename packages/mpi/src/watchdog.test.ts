import { expect, it } from 'vitest';
import { programOf, run } from '../test/ranks.js';

it('a sum that does not end ends the process with a sentence', async () => {
  const program = await programOf('blocked');
  const { code, errors } = await run(process.execPath, [program.file]);
  program.remove();
  expect(code).toBeNull();
  expect(errors).toBe('mpiGroup: a sum over all ranks has not ended for 0.5 seconds; a rank or the network is gone\n');
});
