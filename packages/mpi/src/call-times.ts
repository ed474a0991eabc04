import type { GroupTimes } from '@autoencoders/core';

/** Adds up how long the calls of a group take. */
export interface CallTimes {
  /** Makes a call, which gives how many seconds it waited for the last rank. */
  readonly timed: (call: () => number) => void;
  readonly times: () => GroupTimes;
}

export function callTimes(): CallTimes {
  let [waiting, communication] = [0, 0];
  return {
    timed(call) {
      const began = performance.now();
      const waited = call();
      waiting += waited;
      communication += Math.max(0, (performance.now() - began) / 1000 - waited);
    },
    times: () => ({ waiting, communication }),
  };
}
