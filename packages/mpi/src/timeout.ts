import { checkNumber } from '@autoencoders/core/operations';

/** For how many seconds a call waits for a rank by default. Rank 0 may need a while alone, such as for writing a checkpoint. */
const TIMEOUT = 600;

/** The option `timeout` of groups. */
export interface TimeoutOption {
  /**
   * For how many seconds a call waits for a rank that does not come. Then the calls of all others throw an error that names it. Default 600;
   * Infinity: for ever.
   */
  readonly timeout?: number | undefined;
}

/** The checked option. Throws unless it is a number above 0. */
export function checkedTimeout(call: string, { timeout = TIMEOUT }: TimeoutOption): number {
  if (timeout !== Infinity) checkNumber(call, 'timeout', timeout, 0.001);
  return timeout;
}
