"""Training steps in PyTorch, for bench/src/steps: a contender like the others.

    python3 torch_steps.py <job as JSON>

Reads the same images and starting weights, says when it is ready, and obeys lines such as "steps 20" with a line of JSON
each; protocol.ts has the details. The job's setting is the number of threads. As the peer torch-epoch, a step is an epoch
over all images in a new order.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

BATCH = 128


def dense(spec, kernel, bias, before, after):
    """A linear layer. PyTorch's images lie plane by plane, ours pixel by pixel, so a code's rows or columns change places."""
    if before is not None:
        kernel = kernel.reshape(before, before, -1, spec["outputs"])[::-1, ::-1].transpose(2, 0, 1, 3)
        kernel = kernel.reshape(spec["inputs"], spec["outputs"])
    if after is not None:
        kernel = kernel.reshape(spec["inputs"], after, after, -1)[:, ::-1, ::-1].transpose(0, 3, 1, 2)
        kernel = kernel.reshape(spec["inputs"], spec["outputs"])
    return filled(nn.Linear(spec["inputs"], spec["outputs"]), kernel.T, bias)


def convolution(spec, kernel, bias):
    """A convolution that halves an image, or doubles it. tfjs pads it below and on the right, PyTorch above and on the
    left: on images that stand upside down, with kernels that do, too, it is the same.
    """
    sizes = (spec["inputs"], spec["outputs"], 3)
    if spec["kind"] == "convolution":
        layer = nn.Conv2d(*sizes, stride=2, padding=1)
    else:
        layer = nn.ConvTranspose2d(*sizes, stride=2, padding=1, output_padding=1)
    return filled(layer, kernel[::-1, ::-1].transpose(3, 2, 0, 1), bias)


def filled(layer, kernel, bias):
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.ascontiguousarray(kernel)))
        layer.bias.copy_(torch.from_numpy(bias.copy()))
    return layer


def layers_of(task, folder):
    """Each of the task's layers, with its starting weights and its activation."""
    start = np.fromfile(folder / f"{task['name']}.f32", dtype="<f4")
    specs, found, at = task["layers"], [], 0
    for i, spec in enumerate(specs):
        taps = () if spec["kind"] == "dense" else (3, 3)
        ends = (spec["outputs"], spec["inputs"]) if spec["kind"] == "transposed" else (spec["inputs"], spec["outputs"])
        size = int(np.prod(taps + ends))
        kernel, bias = start[at : at + size].reshape(taps + ends), start[at + size : at + size + spec["outputs"]]
        at += size + spec["outputs"]
        activation = {"relu": nn.ReLU(), "sigmoid": nn.Sigmoid(), "linear": nn.Identity()}[spec["activation"]]
        if spec["kind"] != "dense":
            found.append(nn.Sequential(convolution(spec, kernel, bias), activation))
            continue
        before = specs[i - 1]["side"] // 2 if i > 0 and specs[i - 1]["kind"] == "convolution" else None
        after = specs[i + 1]["side"] if i + 1 < len(specs) and specs[i + 1]["kind"] == "transposed" else None
        parts = [dense(spec, kernel, bias, before, after), activation]
        if before is not None:
            parts.insert(0, nn.Flatten())
        if after is not None:
            parts.append(nn.Unflatten(1, (specs[i + 1]["inputs"], after, after)))
        found.append(nn.Sequential(*parts))
    return found


class Variational(nn.Module):
    """The variational model; gives its negative evidence lower bound."""

    def __init__(self, layers):
        super().__init__()
        self.hidden, self.mean, self.log_var, self.up, self.out = layers

    def forward(self, x):
        hidden = self.hidden(x)
        mean, log_var = self.mean(hidden), self.log_var(hidden)
        codes = mean + torch.exp(0.5 * log_var) * torch.randn_like(mean)
        logits = self.out(self.up(codes))
        likelihood = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = 0.5 * torch.sum(mean.square() + log_var.exp() - log_var - 1)
        return (likelihood + kl) / x.shape[0]


class Squared(nn.Module):
    """A model of layers in a row; gives its squared error, of a noisy input where there is noise."""

    def __init__(self, layers, task):
        super().__init__()
        self.layers = nn.Sequential(*layers)
        self.noise, self.mean = task["noise"], task["loss"] == "meanSquaredError"

    def forward(self, x):
        seen = (x + self.noise * torch.randn_like(x)).clamp(0, 1) if self.noise > 0 else x
        output = self.layers(seen)
        return F.mse_loss(output, x) if self.mean else F.mse_loss(output, x, reduction="sum") / x.shape[0]


def prepared(job):
    """The model of the job, the images as it takes them, and the number of examples in a step."""
    task, folder = job["task"], Path(job["folder"])
    torch.set_num_threads(int(job["setting"]))
    torch.manual_seed(1)
    layers = layers_of(task, folder)
    model = Variational(layers) if task["loss"] == "elbo" else Squared(layers, task)
    rows = np.fromfile(folder / "rows.f32", dtype="<f4")
    images = task["layers"][0]["kind"] != "dense"
    data = torch.from_numpy(np.ascontiguousarray(rows.reshape(-1, 1, 28, 28)[..., ::-1, ::-1]) if images else rows.reshape(-1, 784))
    return model, data, task.get("batch", BATCH)


def serve(job, steps, version, say=lambda message: print(json.dumps(message), flush=True)):
    """Warms up, says so, and answers each line of the standard input by `steps` of a count."""
    warm, end = {"ms": [], "losses": []}, time.perf_counter() + job["warmUp"]["ms"] / 1000
    while len(warm["ms"]) < job["warmUp"]["steps"] and (not warm["ms"] or time.perf_counter() < end):
        one = steps(1)
        warm = {key: warm[key] + one[key] for key in warm}
    say({"version": version, **warm})
    for line in sys.stdin:
        say(steps(int(line.split()[1])))


def repeated(take, count):
    """The milliseconds and the losses of so many steps."""
    ms, losses = [], []
    for _ in range(count):
        start = time.perf_counter()
        losses.append(take())
        ms.append((time.perf_counter() - start) * 1000)
    return {"ms": ms, "losses": losses}


def main():
    job = json.loads(sys.argv[1])
    model, data, batch = prepared(job)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    made = 0

    def step():
        nonlocal made
        at = made * batch % len(data)
        made += 1
        optimizer.zero_grad(set_to_none=True)
        loss = model(data[at : at + batch])
        loss.backward()
        optimizer.step()
        return loss.item()

    def epoch():
        order, total = torch.randperm(len(data)), 0.0
        for at in range(0, len(data), batch):
            x = data[order[at : at + batch]]
            optimizer.zero_grad(set_to_none=True)
            loss = model(x)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        return total / len(data)

    take = epoch if job["peer"] == "torch-epoch" else step
    serve(job, lambda count: repeated(take, count), f"PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
