import { loadBlas } from '../src/blas.js';
import { candidates } from '../src/candidates.js';
import { loadKoffi } from '../src/koffi.js';

/** The BLAS of this machine, if there is one: what needs it is skipped elsewhere, unless REQUIRE_BLAS is set. */
export const here: string | undefined = candidates(process.env['AUTOENCODERS_BLAS']).find((path) => {
  try {
    return loadBlas(loadKoffi(), path);
  } catch {
    return false;
  }
});

if (here === undefined && process.env['REQUIRE_BLAS']) throw new Error('REQUIRE_BLAS is set, and there is no BLAS on this machine');

/** What the title of a test says where it is skipped. */
export const unlessBlas: string = here ? '' : ' (skipped: this machine has no BLAS; Debian: apt-get install libopenblas0-pthread)';
