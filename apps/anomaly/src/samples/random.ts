/** A source of random numbers. */
export interface Random {
  /** From 0 to 1. */
  readonly share: () => number;
  /** Normal, with mean 0 and deviation 1. */
  readonly normal: () => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Numbers that are the same for the same seed: a linear congruence (Park & Miller 1988). */
export function random(seed: number): Random {
  let state = (seed * 7919 + 1) % 2147483647;
  const share = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < 10; i++) share();
  return {
    share,
    // Box & Muller 1958.
    normal: () => Math.sqrt(-2 * Math.log(share() || 1e-12)) * Math.cos(2 * Math.PI * share()),
    pick: (from) => from[Math.floor(share() * from.length)]!,
  };
}
