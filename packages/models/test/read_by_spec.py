"""Reads a model's file by docs/file-format.md alone: python3 read_by_spec.py FILE < input. The input is JSON, the examples one
after the other. Prints the reconstruction as JSON. It knows dense layers, chains and activations."""

import json
import math
import struct
import sys

import numpy as np

with open(sys.argv[1], "rb") as file:
    data = file.read()
(length,) = struct.unpack("<Q", data[:8])
header = json.loads(data[8 : 8 + length])
metadata = header.pop("__metadata__")
weights = {
    name: np.frombuffer(data, "<f4", offset=8 + length + tensor["data_offsets"][0], count=math.prod(tensor["shape"])).reshape(tensor["shape"])
    for name, tensor in header.items()
    if tensor["dtype"] == "F32"
}
model = json.loads(metadata["model"])
assert model["version"] == 1
calls = []  # (config, path of its weights) in the order of the text


def number(value):
    """Numbers the calls, for `same`."""
    if isinstance(value, dict) and "args" in value:
        calls.append(value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        number(item)


number(model["config"])
paths = {}  # where the layer of each call has its weights

activations = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "gelu": lambda x: x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2,
}


def run(layer, path, x):
    if "same" in layer:
        layer = calls[layer["same"]]
    name, args = layer["name"], layer.get("args", [])
    if name in activations:
        return activations[name](x)
    if name == "chain":
        for i, inner in enumerate(args):
            x = run(inner, f"{path}.{i}", x)
        return x
    if name == "dense":
        paths.setdefault(id(layer), path)
        return x @ weights[f"{path}.kernel"] + weights.get(f"{path}.bias", 0)
    if name == "tied":
        shared = calls[args[0]["same"]]
        return x @ weights[f"{paths[id(shared)]}.kernel"].T + weights.get(f"{path}.bias", 0)
    if name == "gaussian":
        return x @ weights[f"{path}.mean.kernel"] + weights[f"{path}.mean.bias"]
    raise ValueError(f"there is no layer {name} here")


spec = model["config"]["args"][0]
x = np.array(json.load(sys.stdin), "f4").reshape(-1, *spec["input"])
codes = run(spec["encoder"], "encoder", x)
if "bottleneck" in spec and spec["bottleneck"]["name"] != "plain":
    codes = run(spec["bottleneck"], "bottleneck", codes)
logits = run(spec["decoder"], "decoder", codes)
json.dump(run(spec.get("output", {"name": "linear"}), "output", logits).ravel().tolist(), sys.stdout)
