/*
 * Modules that PyTorch does not have, as Python. Only those that a model needs are written.
 */

export type HelperName = keyof typeof helpers;

export const helpers = {
  Permute: `class Permute(nn.Module):
    """x with its axes in another order."""

    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        return x.permute(self.axes)
`,
  AveragePool: `class AveragePool(nn.Module):
    """The mean of each window, without its padding. \`pad\` is as for nn.functional.pad."""

    def __init__(self, function, size, stride, pad):
        super().__init__()
        self.function, self.size, self.stride, self.pad = function, size, stride, pad

    def forward(self, x):
        def pooled(y):
            return self.function(F.pad(y, self.pad), self.size, self.stride)

        return pooled(x) / pooled(torch.ones_like(x))
`,
  Dictionary: `class Dictionary(nn.Module):
    """A linear layer whose rows count with length 1."""

    def __init__(self, units, features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(units, features))
        self.bias = nn.Parameter(torch.zeros(features))

    def forward(self, z):
        lengths = self.weight.square().sum(1, keepdim=True).clamp(min=1e-12).sqrt()
        return z @ (self.weight / lengths) + self.bias
`,
  Shift: `class Shift(nn.Module):
    """x + sign * offset."""

    def __init__(self, shape, sign):
        super().__init__()
        self.register_buffer("offset", torch.zeros(shape))
        self.sign = sign

    def forward(self, x):
        return x + self.sign * self.offset
`,
  Residual: `class Residual(nn.Module):
    """x + layer(x)."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return x + self.layer(x)
`,
  TopK: `class TopK(nn.Module):
    """Keeps the k largest positive numbers of each example."""

    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x):
        values, places = x.topk(self.k)
        return torch.zeros_like(x).scatter(-1, places, values.relu())
`,
  Above: `class Above(nn.Module):
    """Keeps positive numbers above a threshold."""

    def __init__(self):
        super().__init__()
        self.register_buffer("threshold", torch.zeros(()))

    def forward(self, x):
        return torch.where(x > self.threshold, x.relu(), torch.zeros_like(x))
`,
  Tied: `class Tied(nn.Module):
    """The mirror of a layer: its weight the other way, with a bias of its own."""

    def __init__(self, layer, function, features, bias, **options):
        super().__init__()
        self.layer = [layer]  # in a list, so that the weight is a parameter once
        self.function, self.options = function, options
        self.bias = nn.Parameter(torch.zeros(features)) if bias else None

    def forward(self, x):
        return self.function(x, self.layer[0].weight, self.bias, **self.options)


def transposed_linear(x, weight, bias):
    return F.linear(x, weight.t(), bias)
`,
} as const;
