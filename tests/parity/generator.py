"""The random numbers of packages/core/src/random.ts, written a second time: Threefry-2x32-20 of Salmon et al. 2011."""

import math

import numpy as np
import torch


def threefry(key, counters):
    """[n, 2] counters to [n, 2] words."""
    keys = np.array([key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA], np.uint32)
    x = np.array(counters, np.uint32) + keys[:2]
    for group in range(5):
        for turn in [(13, 15, 26, 6), (17, 29, 16, 24)][group % 2]:
            x[:, 0] += x[:, 1]
            x[:, 1] = (x[:, 1] << np.uint32(turn) | x[:, 1] >> np.uint32(32 - turn)) ^ x[:, 0]
        x += np.array([keys[(group + 1) % 3], keys[(group + 2) % 3]])
        x[:, 1] += np.uint32(group + 1)
    return x


# Known answers of the authors' Random123 library.
for key, counter, answer in [
    ((0, 0), (0, 0), '6b200159 99ba4efe'),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), '1cb996fc bb002be7'),
    ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), 'c4923a9c 483df7a0'),
]:
    assert ' '.join(f'{word:08x}' for word in threefry(key, [counter])[0]) == answer


def halves(number):
    return number & 0xFFFFFFFF, number >> 32


SEED, STREAM = 1 << 30, 1 << 31


def derive(seed, counter, purpose):
    low, high = halves(counter)
    first, second = (int(word) for word in threefry(halves(seed), [(low, high | purpose)])[0])
    return first + ((second >> 11) << 32)


def seeded(seed, *path):
    """The stream of seeds under a path."""
    for number in path:
        seed = derive(seed, number, STREAM)
    count = 0
    while True:
        yield derive(seed, count, SEED)
        count += 1


def bits(count, seed):
    blocks = np.arange((count + 1) // 2)
    return threefry(halves(seed), np.stack([blocks, 0 * blocks], 1)).reshape(-1)[:count]


def uniform(shape, seed, limit):
    return (-limit + (bits(math.prod(shape), seed) >> np.uint32(8)) * (2 * limit * 2.0**-24)).astype(np.float32).reshape(shape)


def bernoulli(shape, seed, probability):
    return (bits(math.prod(shape), seed) < probability * 2**32).astype(np.uint8).reshape(shape)


def normal(shape, seed, stddev=1.0):
    u = (bits(math.prod(shape), seed) + 0.5) * 2.0**-32
    return (stddev * math.sqrt(2) * torch.erfinv(torch.from_numpy(2 * u - 1)).numpy()).astype(np.float32).reshape(shape)


def permutation(count, seed):
    order, words = list(range(count)), bits(count, seed)
    for i in range(count - 1, 0, -1):
        j = int(words[i]) * (i + 1) >> 32
        order[i], order[j] = order[j], order[i]
    return np.array(order, np.int32)
