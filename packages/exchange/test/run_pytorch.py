"""Runs the Python that toPytorch wrote: python3 run_pytorch.py FOLDER. For each NAME.json, {"class", "input": shape}, it loads NAME.py and
NAME.safetensors, reads NAME.input (floats), writes NAME.output (floats), and NAME.state.safetensors, the state dict as PyTorch has it."""

import importlib.util
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch


def load_file(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    assert header.pop("__metadata__") == {"format": "pt"}
    return {
        name: torch.from_numpy(
            np.frombuffer(data[8 + length :][slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).copy()
        )
        for name, entry in header.items()
    }


def save_file(tensors, path):
    header, pieces, at = {}, [], 0
    for name, tensor in tensors.items():
        piece = tensor.contiguous().numpy().tobytes()
        kind = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [at, at + len(piece)]}
        pieces.append(piece)
        at += len(piece)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(pieces))


def main():
    torch.set_num_threads(1)
    for about in sorted(Path(sys.argv[1]).glob("*.json")):
        job = json.loads(about.read_text())
        spec = importlib.util.spec_from_file_location(about.stem, about.with_suffix(".py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        model = getattr(module, job["class"])()
        model.load_state_dict(load_file(about.with_suffix(".safetensors")))
        model.eval()
        x = torch.from_numpy(np.fromfile(about.with_suffix(".input"), "<f4").reshape(job["input"]))
        try:
            if "steps" in job:
                train(model, x, job["steps"], about)
            with torch.no_grad():
                y = model(x)
        except Exception as error:
            raise RuntimeError(about.with_suffix(".py").read_text()) from error
        (y[0] if isinstance(y, tuple) else y).numpy().tofile(about.with_suffix(".output"))
        save_file(model.state_dict(), about.with_suffix(".state"))


def train(model, x, steps, about):
    """Steps of gradient descent on the mean over examples of the summed squared error. Writes the losses."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    losses = []
    for _ in range(steps):
        loss = (model(x) - x).square().sum() / len(x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    about.with_suffix(".losses").write_text(json.dumps(losses))


main()
