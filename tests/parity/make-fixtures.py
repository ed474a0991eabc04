"""Trains six small autoencoders with PyTorch and writes what happened to fixtures/*.safetensors.

The tests read the fixtures and expect the same numbers from this repository's packages; they do not run this script.
It was run with Debian 12's PyTorch 1.13, on the CPU, in float64, so that what differs is the rounding of float32:

    apt install python3-torch
    python3 -B tests/parity/make-fixtures.py

Each fixture is one run of 50 Adam steps (learning rate 1e-3) on batches of 16 digits:

    encoder.0.kernel …   F32  the weights before the first step, in the layout of the packages
    final.<path>         F32  those after the last step that are small
    rows                 I32  [50, 16], the digits in each batch
    loss, term.<name>    F32  [50], of each batch before its update
    draws                U8   [50, 16, 64], the kept pixels, or F32 [steps, 16, …], the normal noise, of the first steps
    __metadata__.seed         the seed of all of it: of the model, the rows and the run

Everything random comes from the packages' own generator, which generator.py repeats.
"""

import csv
import gzip
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence

from generator import bernoulli, normal, permutation, seeded, uniform

HERE = Path(__file__).parent
STEPS, BATCH = 50, 16
SMALL = 600  # numbers; final weights larger than that are left out
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


# Layers: each reads its kernel and bias in the layout of the packages, under its path.

def dense(x, kernel, bias):
    return F.linear(x, kernel.T, bias)


def conv2d(x, kernel, bias):
    """Stride 2 on an even size: `same` padding is one row below and one column to the right."""
    return F.conv2d(F.pad(x, (0, 1, 0, 1)), kernel.permute(3, 2, 0, 1), bias, stride=2)


def conv2d_transpose(x, kernel, bias):
    """The adjoint of the above: what would fall on the padding is cut off."""
    return F.conv_transpose2d(x, kernel.permute(3, 2, 0, 1), bias, stride=2)[:, :, :-1, :-1]


def run(call, w, path, x):
    return call(x, w[f'{path}.kernel'], w[f'{path}.bias'])


def mlp(*paths):
    """Dense layers with ReLU between them."""
    def apply(w, x):
        for path in paths[:-1]:
            x = F.relu(run(dense, w, path, x))
        return run(dense, w, paths[-1], x)
    return apply


def convolutional_encoder(w, x):
    x = F.relu(run(conv2d, w, 'encoder.0', x.reshape(-1, 1, 8, 8)))
    x = F.relu(run(conv2d, w, 'encoder.2', x))
    return run(dense, w, 'encoder.5', x.permute(0, 2, 3, 1).flatten(1))


def convolutional_decoder(w, x):
    x = F.relu(run(dense, w, 'decoder.0', x)).reshape(-1, 2, 2, 8).permute(0, 3, 1, 2)
    x = F.relu(run(conv2d_transpose, w, 'decoder.3', x))
    return run(conv2d_transpose, w, 'decoder.5', x).flatten(1)


# Losses: summed over the features of an example, averaged over the batch.

def squared_error(p):
    return F.mse_loss(torch.sigmoid(p['logits']), p['target'], reduction='sum') / BATCH


def cross_entropy(p):
    return F.binary_cross_entropy_with_logits(p['logits'], p['target'], reduction='sum') / BATCH


def gaussian_kl(p):
    return kl_divergence(Normal(p['mean'], torch.exp(p['logVar'] / 2)), Normal(0.0, 1.0)).sum() / BATCH


def sparsity(p, rho=0.05, tiny=1e-7):
    active = p['codes'].mean(0)
    return 3 * (rho * torch.log(rho / (active + tiny)) + (1 - rho) * torch.log((1 - rho) / (1 + tiny - active))).sum()


# Training.

TRANSPOSED = ('decoder.3', 'decoder.5')  # their kernels have the outputs before the inputs; stride 2 makes four pixels of one


def initial(kernels, seed):
    """Kernels in the order in which a model is built, Glorot-uniform or, of convolutions, He-uniform, and zero biases."""
    seeds, weights = seeded(seed), {}
    for path, shape in kernels.items():
        taps = math.prod(shape[:-2])
        fan_in = taps / 4 * shape[-1] if path in TRANSPOSED else taps * shape[-2]
        limit = math.sqrt(6 / fan_in) if len(shape) == 4 else math.sqrt(6 / (shape[0] + shape[1]))
        weights[f'{path}.kernel'] = uniform(shape, next(seeds), limit)
        weights[f'{path}.bias'] = np.zeros(shape[-2] if path in TRANSPOSED else shape[-1], np.float32)
    return weights


def dense_kernels(*sizes):
    """As many layers in the encoder as in the decoder; every second place in a chain is an activation."""
    half = len(sizes) // 2
    return {f'{"encoder" if i < half else "decoder"}.{2 * (i % half)}': pair for i, pair in enumerate(zip(sizes, sizes[1:]))}


def train(name, seed, kernels, encode, decode, terms, corrupt=lambda x, seeds: (x, None), bottleneck=None, kept=STEPS):
    start = initial(kernels, seed)
    weights = {path: torch.tensor(value, dtype=torch.float64, requires_grad=True) for path, value in start.items()}
    optimizer = torch.optim.Adam(weights.values(), lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    rows = permutation(len(DIGITS), next(seeded(seed)))[:STEPS * BATCH].reshape(STEPS, BATCH)
    losses, draws = {'loss': [], **{f'term.{term}': [] for term in terms}}, []
    for step in range(STEPS):
        seeds = seeded(seed, 2, step)
        target = DIGITS[rows[step]]
        x, drawn = corrupt(target, seeds)
        p = {'target': target, 'codes': encode(weights, x)}
        if bottleneck:
            p, drawn = bottleneck(weights, p, seeds)
        p['logits'] = decode(weights, p['codes'])
        values = {f'term.{term}': loss(p) for term, loss in terms.items()}
        values['loss'] = sum(values.values())
        optimizer.zero_grad()
        values['loss'].backward()
        optimizer.step()
        for key, value in values.items():
            losses[key].append(value.item())
        draws.append(drawn)
    tensors = {**start, 'rows': rows, **{key: np.array(value, np.float32) for key, value in losses.items()}}
    tensors.update({f'final.{path}': w.detach().numpy().astype(np.float32) for path, w in weights.items() if w.numel() <= SMALL})
    if draws[0] is not None:
        tensors['draws'] = np.stack(draws[:kept])
    write(HERE / 'fixtures' / f'{name}.safetensors', tensors, {'seed': str(seed)})
    print(f'{name}: loss {losses["loss"][0]:.4f} at first, {losses["loss"][-1]:.4f} at last')


def write(path, tensors, metadata):
    """A safetensors file: the header's length in eight bytes, the header as JSON, the values, little-endian."""
    header, data = {'__metadata__': metadata}, b''
    for name, value in tensors.items():
        kind = {'float32': 'F32', 'int32': 'I32', 'uint8': 'U8'}[value.dtype.name]
        header[name] = {'dtype': kind, 'shape': value.shape, 'data_offsets': [len(data), len(data) + value.nbytes]}
        data += value.tobytes()
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, 'little') + text + data)


def masking(x, seeds):
    mask = bernoulli(x.shape, next(seeds), 1 - 0.3)
    return x * torch.tensor(mask), mask


def clipped_noise(x, seeds):
    noise = normal(x.shape, next(seeds), 0.4)
    return torch.clamp(x + torch.tensor(noise), 0, 1), noise


def gaussian(w, p, seeds):
    mean, log_var = (run(dense, w, f'bottleneck.{part}', p['codes']) for part in ('mean', 'logVar'))
    epsilon = normal(mean.shape, next(seeds))
    return {**p, 'mean': mean, 'logVar': log_var, 'codes': mean + torch.exp(log_var / 2) * torch.tensor(epsilon)}, epsilon


with gzip.open(HERE / '../../packages/datasets/data/digits.csv.gz', 'rt') as file:
    DIGITS = torch.tensor([[int(pixel) / 16 for pixel in row[:64]] for row in csv.reader(file)])

TWO = mlp('encoder.0', 'encoder.2'), mlp('decoder.0', 'decoder.2')
train('dense', 1, dense_kernels(64, 32, 8, 32, 64), *TWO, {'squaredError': squared_error})
train('sparse', 2, dense_kernels(64, 48, 64), lambda w, x: torch.sigmoid(run(dense, w, 'encoder.0', x)), mlp('decoder.0'),
      {'squaredError': squared_error, 'sparsity': sparsity})
train('convolutional', 3, {'encoder.0': (3, 3, 1, 4), 'encoder.2': (3, 3, 4, 8), 'encoder.5': (32, 6),
                           'decoder.0': (6, 32), 'decoder.3': (3, 3, 4, 8), 'decoder.5': (3, 3, 1, 4)},
      convolutional_encoder, convolutional_decoder, {'squaredError': squared_error})
train('denoising', 4, dense_kernels(64, 32, 16, 32, 64), *TWO, {'squaredError': squared_error}, corrupt=masking)
train('denoising-gaussian', 5, dense_kernels(64, 32, 16, 32, 64), *TWO, {'squaredError': squared_error}, corrupt=clipped_noise, kept=4)
train('variational', 2**52 + 6, {'encoder.0': (64, 32), 'bottleneck.mean': (32, 4), 'bottleneck.logVar': (32, 4),
                                 'decoder.0': (4, 32), 'decoder.2': (32, 64)},
      lambda w, x: F.relu(run(dense, w, 'encoder.0', x)), mlp('decoder.0', 'decoder.2'),
      {'likelihood': cross_entropy, 'kl': gaussian_kl}, bottleneck=gaussian)
