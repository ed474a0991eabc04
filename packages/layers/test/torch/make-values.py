"""Writes values.json: outputs and gradients of layers, computed by PyTorch in float64.

The test torch.test.ts reads the file and expects the same numbers; it does not run this script. It was run with Debian's PyTorch 1.13:

    apt install python3-torch
    python3 -B packages/layers/test/torch/make-values.py

Each case is one call, `layer(*args)`, with the weights in the layout of the packages (channels last; kernels `[height, width, in, out]`),
an input, the output, and the gradients of the sum of output · direction.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(14)


def pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def first(x):
    """Channels first: [batch, …, c] → [batch, c, …]."""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def same(sizes, k, stride, dilation):
    """Padding of `same`, as (before, after) for each axis, the larger part after."""
    around = []
    for n, size, s, d in zip(sizes, k, stride, dilation):
        whole = max(0, (math.ceil(n / s) - 1) * s + (size - 1) * d + 1 - n)
        around.append((whole // 2, whole - whole // 2))
    return around


def padded(x, around):
    """The first axis that F.pad names is the last one."""
    return F.pad(x, [n for ends in reversed(around) for n in ends])


def convolution(axes):
    """conv1d, conv2d and, with as many groups as channels, depthwiseConv2d."""
    convolve = {1: F.conv1d, 2: F.conv2d}[axes]

    def apply(w, x, kernelSize=3, stride=1, padding='same', dilation=1, groups=1, useBias=True, **_):
        x = first(x)
        k, s, d = (pair(size)[-axes:] for size in (kernelSize, stride, dilation))
        if padding == 'same':
            x = padded(x, same(x.shape[2:], k, s, d))
        kernel = w['kernel'].movedim(-1, 0).movedim(-1, 1)
        return last(convolve(x, kernel, w.get('bias'), stride=s, dilation=d, groups=groups))

    return apply


def transposed(axes):
    """conv1dTranspose and conv2dTranspose. With `same`, what would fall on the padding is cut off."""
    convolve = {1: F.conv_transpose1d, 2: F.conv_transpose2d}[axes]

    def apply(w, x, kernelSize=3, stride=1, padding='same', groups=1, outputSize=None, useBias=True, **_):
        x = first(x)
        k, s = (pair(size)[-axes:] for size in (kernelSize, stride))
        kernel = w['kernel'].movedim(-1, 0).movedim(-1, 1)
        full = [(n - 1) * a + b for n, a, b in zip(x.shape[2:], s, k)]
        if padding == 'same':
            wanted = pair(outputSize)[-axes:] if outputSize else [n * a for n, a in zip(x.shape[2:], s)]
            before = [a for a, _ in same(wanted, k, s, [1] * axes)]
        else:
            wanted, before = pair(outputSize)[-axes:] if outputSize else full, [0] * axes
        # output_padding must be below the stride; what `same` cuts off is cut off here.
        more = [max(0, n + a - m) for n, a, m in zip(wanted, before, full)]
        y = convolve(x, kernel, w.get('bias'), stride=s, output_padding=more, groups=groups)
        for axis, (a, n) in enumerate(zip(before, wanted)):
            y = y.narrow(axis + 2, a, n)
        return last(y)

    return apply


def depthwise(w, x, options):
    return convolution(2)(w, x, **{**options, 'groups': x.shape[-1]})


def separable(w, x, filters, options):
    between = depthwise({'kernel': w['0.kernel']}, x, options)
    return convolution(2)({'kernel': w['1.kernel'], 'bias': w['1.bias']}, between, kernelSize=1)


def pooled(pool, size, options):
    stride = options.get('stride', size)
    return lambda w, x: last(pool(first(x), size, stride))


def around(padding):
    return lambda w, x: last(padded(first(x), padding))


def resized(factor, mode):
    return lambda w, x: last(F.interpolate(first(x), scale_factor=factor, mode=mode, **({} if mode == 'nearest' else {'align_corners': False})))


def normalized(groups):
    return lambda w, x: last(F.group_norm(first(x), groups or x.shape[-1], w['gamma'], w['beta'], 1e-5))


cases = []


def numbers(t):
    return [float(f'{value:.7g}') for value in t.detach().flatten().tolist()]


def case(layer, args, shape, weights, apply):
    """`weights` are shapes by path."""
    x = torch.randn(2, *shape).mul(1000).round().div(1000).requires_grad_()
    w = {path: torch.randn(size).mul(500).round().div(1000).requires_grad_() for path, size in weights.items()}
    y = apply(w, x)
    direction = torch.randn(y.shape).mul(1000).round().div(1000)
    (y * direction).sum().backward()
    tensors = {path: {'shape': list(t.shape), 'values': numbers(t), 'gradient': numbers(t.grad)} for path, t in {'input': x, **w}.items()}
    cases.append({'layer': layer, 'args': args, 'tensors': tensors, 'direction': numbers(direction),
                  'output': {'shape': list(y.shape[1:]), 'values': numbers(y)}})


def conv(layer, filters, options, shape, kernel):
    axes, up = (1 if '1d' in layer else 2), 'Transpose' in layer
    weights = {'kernel': kernel, **({} if options.get('useBias') is False else {'bias': [filters]})}
    apply = (transposed if up else convolution)(axes)
    case(layer, [filters, options], shape, weights, lambda w, x: apply(w, x, **options))


conv('conv2d', 3, {'kernelSize': [3, 2], 'stride': [2, 1], 'padding': 'valid'}, [6, 5, 2], [3, 2, 2, 3])
conv('conv2d', 2, {'kernelSize': [2, 3], 'stride': [1, 3]}, [4, 5, 2], [2, 3, 2, 2])
conv('conv2d', 2, {'stride': 2, 'useBias': False}, [7, 6, 2], [3, 3, 2, 2])
conv('conv2d', 2, {'kernelSize': [2, 3], 'dilation': [2, 1], 'padding': 'valid'}, [5, 4, 2], [2, 3, 2, 2])
conv('conv2d', 2, {'kernelSize': 2, 'dilation': [1, 3]}, [4, 6, 1], [2, 2, 1, 2])
conv('conv2d', 4, {'groups': 2, 'stride': 2, 'padding': 'valid'}, [5, 6, 6], [3, 3, 3, 4])
conv('conv2d', 6, {'groups': 3, 'kernelSize': 2}, [4, 3, 3], [2, 2, 1, 6])
conv('conv2dTranspose', 2, {'stride': [2, 3], 'padding': 'valid', 'kernelSize': [3, 4]}, [3, 2, 2], [3, 4, 2, 2])
conv('conv2dTranspose', 2, {'stride': 2, 'padding': 'valid', 'outputSize': [8, 7]}, [3, 3, 1], [3, 3, 2, 1])
conv('conv2dTranspose', 2, {'stride': 2, 'outputSize': 7}, [4, 4, 2], [3, 3, 2, 2])
conv('conv2dTranspose', 2, {'stride': [3, 1], 'outputSize': [7, 4], 'kernelSize': [3, 2], 'useBias': False}, [3, 4, 2], [3, 2, 2, 2])
conv('conv2dTranspose', 4, {'groups': 2, 'stride': 2}, [3, 2, 6], [3, 3, 2, 6])
conv('conv2dTranspose', 2, {'groups': 2, 'padding': 'valid', 'kernelSize': 2, 'stride': 2}, [3, 2, 4], [2, 2, 1, 4])
conv('conv1d', 3, {'kernelSize': 5, 'stride': 2}, [9, 2], [5, 2, 3])
conv('conv1d', 2, {'dilation': 3, 'padding': 'valid'}, [10, 2], [3, 2, 2])
conv('conv1d', 4, {'groups': 2}, [6, 4], [3, 2, 4])
conv('conv1dTranspose', 2, {'kernelSize': 5, 'stride': 2, 'outputSize': 9}, [5, 3], [5, 2, 3])
conv('conv1dTranspose', 2, {'stride': 3, 'padding': 'valid'}, [4, 2], [3, 2, 2])
for options, shape, kernel in [
    ({}, [4, 5, 3], [3, 3, 1, 3]),
    ({'depthMultiplier': 2, 'stride': 2, 'kernelSize': [3, 2]}, [5, 6, 2], [3, 2, 1, 4]),
    ({'dilation': 2, 'kernelSize': 2, 'padding': 'valid', 'useBias': False}, [4, 5, 3], [2, 2, 1, 3]),
]:
    weights = {'kernel': kernel, **({} if options.get('useBias') is False else {'bias': [kernel[-1]]})}
    case('depthwiseConv2d', [options], shape, weights, lambda w, x: depthwise(w, x, options))
case('separableConv2d', [4, {'stride': 2}], [5, 4, 3], {'0.kernel': [3, 3, 1, 3], '1.kernel': [1, 1, 3, 4], '1.bias': [4]},
     lambda w, x: separable(w, x, 4, {'stride': 2}))
case('maxPool2d', [[2, 3], {'stride': [2, 1]}], [5, 6, 2], {}, pooled(F.max_pool2d, (2, 3), {'stride': (2, 1)}))
case('averagePool2d', [[3, 1]], [7, 2, 2], {}, pooled(F.avg_pool2d, (3, 1), {}))
case('maxPool1d', [3, {'stride': 2}], [8, 2], {}, pooled(F.max_pool1d, 3, {'stride': 2}))
case('averagePool1d', [2], [7, 2], {}, pooled(F.avg_pool1d, 2, {}))
case('upsample2d', [[1, 3], {'interpolation': 'bilinear'}], [3, 4, 2], {}, resized((1.0, 3.0), 'bilinear'))
case('upsample1d', [3, {'interpolation': 'linear'}], [4, 2], {}, resized(3.0, 'linear'))
case('upsample1d', [2], [4, 2], {}, resized(2.0, 'nearest'))
case('zeroPad2d', [[[1, 0], [2, 3]]], [2, 3, 2], {}, around([(1, 0), (2, 3)]))
case('zeroPad1d', [[0, 2]], [3, 2], {}, around([(0, 2)]))
for groups, shape in [(1, [3, 2, 4]), (2, [3, 2, 4]), (4, [2, 3, 4]), (3, [5, 6]), (2, [6])]:
    case('groupNorm', [groups], shape, {'gamma': [shape[-1]], 'beta': [shape[-1]]}, normalized(groups))
case('instanceNorm', [], [3, 4, 2], {'gamma': [2], 'beta': [2]}, normalized(None))

with open(Path(__file__).parent / 'values.json', 'w') as file:
    file.write('[\n' + ',\n'.join(json.dumps(each, separators=(',', ':')) for each in cases) + '\n]\n')
print(f'{len(cases)} cases')
