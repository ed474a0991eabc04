import type { GroupTimes } from '@autoencoders/core';

/** Adds up how long the calls of a group take. */
export interface CallTimes {
  /** Makes a call, which gives how many seconds it waited for the last rank. */
  readonly timed: (call: () => number) => void;
  /** Adds the times of a sum that went on in the background. */
  readonly add: (times: Required<GroupTimes>) => void;
  readonly times: () => Required<GroupTimes>;
}

export function callTimes(): CallTimes {
  let sums = { waiting: 0, communication: 0, hidden: 0 };
  const add: CallTimes['add'] = ({ waiting, communication, hidden }) => {
    sums = { waiting: sums.waiting + waiting, communication: sums.communication + communication, hidden: sums.hidden + hidden };
  };
  return {
    timed(call) {
      const began = performance.now();
      const waiting = call();
      add({ waiting, communication: Math.max(0, (performance.now() - began) / 1000 - waiting), hidden: 0 });
    },
    add,
    times: () => sums,
  };
}
