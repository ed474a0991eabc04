/*
 * A model of the time of a training step on n hosts, one rank on each, with b examples a rank:
 *
 *     T(1) = C₁(b)
 *     T(n) = C(b) + eₘ + Σᵢ hᵢ/p
 *     eᵢ   = max(−aᵢ, eᵢ₋₁) + S(Wᵢ)
 *     S(W) = (⌈log₂ n⌉ + 2·(n − 1))·λ + 2·(n − 1)/n·W·(1/B + h)
 *
 * C is what a rank computes. The gradients are m messages. Message i has Wᵢ bytes and is complete aᵢ before the end of the backward pass, which is the time 0;
 * the last is complete then. eᵢ is when its sum is there, S what it takes. λ is the latency of a message, and B the bytes per second of a link. For each byte
 * that a host sends, its own part of the sum takes h seconds. Ranks meet in ⌈log₂ n⌉ messages, and sum in a ring. hᵢ is the own part of what sum i does
 * before the time 0: it takes one of p cores from computing.
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

/** A message of a step. */
export interface Message {
  readonly bytes: number;
  /** Seconds from when its numbers are there to the end of the backward pass. */
  readonly ahead: number;
}

/** What a host has to do in a step. */
export interface Step {
  /** Seconds that it computes without others, and in a group. */
  readonly alone: number;
  readonly computing: number;
  /** In their order. */
  readonly messages: readonly Message[];
}

/** The cores of a host. */
export const CORES = 2;

/** Of the bytes on an Ethernet, those of numbers: 1448 of 1538. The others are headers. */
export const PAYLOAD: number = 1448 / 1538;

/** How many messages follow each other in a sum: to meet, and in a ring. */
export const messages = (hosts: number): number => Math.ceil(Math.log2(hosts)) + 2 * (hosts - 1);

/** How many bytes each host sends in a sum. */
export const ringBytes = (hosts: number, bytes: number): number => ((2 * (hosts - 1)) / hosts) * bytes;

/** Seconds of a sum. */
export const sumTime = (hosts: number, bytes: number, { latency, own, gigabits }: Network): number =>
  messages(hosts) * latency + ringBytes(hosts, bytes) * (8 / (PAYLOAD * gigabits * 1e9) + own);

/** What sums add to a step, and how much of them the backward pass hides, in seconds. Each takes `longer` times what the model says. */
export function sums(
  hosts: number,
  { messages: all }: Pick<Step, 'messages'>,
  network: Network,
  longer: number = 1,
): { readonly added: number; readonly hidden: number } {
  let [end, hidden, own] = [-Infinity, 0, 0];
  for (const { bytes, ahead } of all) {
    const start = Math.max(-ahead, end);
    const time = longer * sumTime(hosts, bytes, network);
    end = start + time;
    const before = Math.max(0, Math.min(end, 0) - start);
    hidden += before;
    own += before > 0 ? (before / time) * ringBytes(hosts, bytes) * network.own : 0;
  }
  return { added: Math.max(0, end) + own / CORES, hidden };
}

/** Seconds of a step on so many hosts. Sums take `longer` times what the model says (default 1). */
export const stepTime = (hosts: number, step: Step, network: Network, longer: number = 1): number =>
  hosts === 1 ? step.alone : step.computing + sums(hosts, step, network, longer).added;

/** How many times as many examples per second so many hosts train, compared with one. */
export const speedUp = (hosts: number, step: Step, network: Network, longer?: number): number =>
  (hosts * step.alone) / stepTime(hosts, step, network, longer);
