"""Training in PyTorch on a GPU, for bench/src/gpu: a contender like the others.

    python3 torch_gpu.py about          a line of JSON: what this PyTorch can do here
    python3 torch_gpu.py <job as JSON>

A step of this peer is an epoch; protocol.ts has the details. The losses of its first answer begin with those of single steps,
which are compared. Without CUDA it computes on the processor, to try the script.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch_steps import BATCH, Squared, Variational, layers_of, serve

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
# As many losses are read at once as ours reads.
AHEAD = 16


def wait():
    """Waits until the device is done."""
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def driver():
    try:
        asked = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")[0].strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def why_not_compiled():
    """Why torch.compile does not work here; None if it does."""
    if not hasattr(torch, "compile"):
        return "PyTorch %s does not have it" % torch.__version__
    try:
        model = torch.compile(torch.nn.Linear(8, 8).to(DEVICE))
        model(torch.ones(8, 8, device=DEVICE)).sum().backward()
        return None
    except Exception as error:  # whatever its compilers say
        return (str(error).strip().split("\n") or [""])[0][:200] or type(error).__name__


def about():
    cuda = DEVICE.type == "cuda"
    print(
        json.dumps(
            {
                "version": torch.__version__,
                "device": torch.cuda.get_device_name(0) if cuda else None,
                "cuda": torch.version.cuda if cuda else None,
                "driver": driver() if cuda else None,
                "compile": why_not_compiled(),
            }
        )
    )


def adam(parameters, capturable):
    """Adam in as few kernels as this PyTorch can: one for all weights, one for each of its operations, or as it comes."""
    capturable = {"capturable": True} if capturable and DEVICE.type == "cuda" else {}
    fused = {"fused": True} if DEVICE.type == "cuda" else {}
    for setting in ({**fused, **capturable}, {"foreach": True, **capturable}):
        try:
            return torch.optim.Adam(parameters, lr=1e-3, **setting)
        except (TypeError, RuntimeError):
            continue
    return torch.optim.Adam(parameters, lr=1e-3, **capturable)


def allow_tf32(allowed):
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed
    torch.backends.cudnn.benchmark = True


def prepared(job):
    """The model of the job on the device, the images as it takes them, and the number of examples in a step."""
    task, folder = job["task"], Path(job["folder"])
    torch.manual_seed(1)
    layers = layers_of(task, folder)
    model = Variational(layers) if task["loss"] == "elbo" else Squared(layers, task)
    rows = np.fromfile(folder / "rows.f32", dtype="<f4")
    images = task["layers"][0]["kind"] != "dense"
    data = np.ascontiguousarray(rows.reshape(-1, 1, 28, 28)[..., ::-1, ::-1]) if images else rows.reshape(-1, 784)
    data, model = torch.from_numpy(data).to(DEVICE), model.to(DEVICE)
    if images:
        model, data = model.to(memory_format=torch.channels_last), data.contiguous(memory_format=torch.channels_last)
    return model, data, task.get("batch", BATCH)


def stepped(model, loss_of, x, capturable):
    """A function that takes a step on what is in `x`, and returns its loss; and its optimizer."""
    optimizer = adam(model.parameters(), capturable)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(x)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step, optimizer


def graphed(step, model, optimizer):
    """The same step as one CUDA graph. The weights and the optimizer are then as before. On the processor it is the step."""
    before = [parameter.detach().clone() for parameter in model.parameters()]

    def restore():
        with torch.no_grad():
            for parameter, value in zip(model.parameters(), before):
                parameter.copy_(value)
            for state in optimizer.state.values():
                for value in state.values():
                    if torch.is_tensor(value):
                        value.zero_()

    if DEVICE.type != "cuda":
        step()
        restore()
        return step
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    optimizer.zero_grad(set_to_none=True)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        loss = step()
    restore()

    def replay():
        graph.replay()
        return loss

    return replay


def epochs(job):
    """The function that takes so many epochs."""
    setting = json.loads(job["setting"])
    allow_tf32(setting["tf32"])
    model, data, batch = prepared(job)
    x = data[:batch].clone()
    loss_of = torch.compile(model) if setting["compile"] else model
    step, optimizer = stepped(model, loss_of, x, setting["graph"])
    take = graphed(step, model, optimizer) if setting["graph"] else step
    count = len(data) // batch

    def steps(most, ahead):
        losses, unread = [], []
        for at in range(most):
            begin = at % count * batch
            x.copy_(data[begin : begin + batch])
            unread.append(take().clone())
            if len(unread) == ahead or at == most - 1:
                losses += torch.stack(unread).tolist()
                unread = []
        return losses

    first = []

    def timed(most):
        compared = [] if first else steps(setting["compared"], 1)
        first.extend(compared)
        ms, losses = [], list(compared)
        for _ in range(most):
            wait()
            start = time.perf_counter()
            values = steps(count, AHEAD)
            wait()
            ms.append((time.perf_counter() - start) * 1000)
            losses.append(sum(values) / len(values))
        return {"ms": ms, "losses": losses}

    return timed


def main():
    if sys.argv[1] == "about":
        return about()
    job = json.loads(sys.argv[1])
    serve(job, epochs(job), f"PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
