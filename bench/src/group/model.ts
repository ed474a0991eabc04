/*
 * A model of the time of a training step on n hosts, one rank on each, with b examples a rank:
 *
 *     T(1) = C₁(b)
 *     T(n) = C(b) + (⌈log₂ n⌉ + 2·(n − 1))·λ + 2·(n − 1)/n·W·(1/B + h)
 *
 * C is what a rank computes, W the bytes of the gradients, λ the latency of a message, B the bytes per second of a link, and h the seconds that a host
 * needs for its own part of a sum, for each byte that it sends. Ranks meet in ⌈log₂ n⌉ messages, and sum in a ring. Nothing is overlapped.
 */

/** What a sum costs. */
export interface Network {
  /** Seconds of a message. */
  readonly latency: number;
  /** Seconds that a host needs for each byte that it sends: to gather, add and copy. */
  readonly own: number;
  /** Of a link. */
  readonly gigabits: number;
}

/** What a host has to do in a step. */
export interface Step {
  /** Seconds that it computes without others, and in a group. */
  readonly alone: number;
  readonly computing: number;
  /** Bytes of the gradients. */
  readonly bytes: number;
}

/** Of the bytes on an Ethernet, those of numbers: 1448 of 1538. The others are headers. */
export const PAYLOAD: number = 1448 / 1538;

/** How many messages follow each other in a sum: to meet, and in a ring. */
export const messages = (hosts: number): number => Math.ceil(Math.log2(hosts)) + 2 * (hosts - 1);

/** How many bytes each host sends in a sum. */
export const ringBytes = (hosts: number, bytes: number): number => ((2 * (hosts - 1)) / hosts) * bytes;

/** Seconds of a sum. */
export const sumTime = (hosts: number, bytes: number, { latency, own, gigabits }: Network): number =>
  messages(hosts) * latency + ringBytes(hosts, bytes) * (8 / (PAYLOAD * gigabits * 1e9) + own);

/** Seconds of a step on so many hosts. Sums take `longer` times what the model says (default 1). */
export const stepTime = (hosts: number, { alone, computing, bytes }: Step, network: Network, longer: number = 1): number =>
  hosts === 1 ? alone : computing + longer * sumTime(hosts, bytes, network);

/** How many times as many examples per second so many hosts train, compared with one. */
export const speedUp = (hosts: number, step: Step, network: Network, longer?: number): number =>
  (hosts * step.alone) / stepTime(hosts, step, network, longer);
