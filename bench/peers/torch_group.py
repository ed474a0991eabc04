"""Training steps of several ranks in PyTorch, which sum their gradients with mpi4py, for bench/src/group.

    mpirun -n 2 python3 torch_group.py <job as JSON>

It speaks as torch_steps.py does. Every rank reads the lines, and rank 0 answers. A rank computes its rows of each batch.
"""

import json
import sys
import time

import mpi4py
import numpy as np
import torch
from mpi4py import MPI
from torch_steps import prepared, repeated, serve

ranks = MPI.COMM_WORLD


def main():
    job = json.loads(sys.argv[1])
    model, data, batch = prepared(job)
    weights = list(model.parameters())
    sizes = [weight.numel() for weight in weights] + [1]
    optimizer = torch.optim.Adam(weights, lr=1e-3)
    first, last = (rank * batch // ranks.size for rank in (ranks.rank, ranks.rank + 1))
    made, waiting, communication = 0, 0.0, 0.0

    def summed(loss):
        """The loss of the whole batch. Puts the gradients of the whole batch in the place of those of the rank's rows."""
        nonlocal waiting, communication
        came = time.perf_counter()
        ranks.Barrier()
        began = time.perf_counter()
        numbers = torch.cat([weight.grad.reshape(-1) for weight in weights] + [loss.detach().reshape(1)])
        ranks.Allreduce(MPI.IN_PLACE, numbers.numpy())
        *parts, loss = numbers.split(sizes)
        for weight, part in zip(weights, parts):
            weight.grad = part.view_as(weight)
        waiting += began - came
        communication += time.perf_counter() - began
        return loss.item()

    def step():
        nonlocal made
        at = made * batch % len(data)
        made += 1
        optimizer.zero_grad(set_to_none=True)
        loss = model(data[at + first : at + last]) * ((last - first) / batch)
        loss.backward()
        loss = summed(loss)
        optimizer.step()
        return loss

    def steps(count):
        nonlocal waiting, communication
        waiting = communication = 0.0
        answer = repeated(step, count)
        costs = np.array([waiting, communication]) * 1000 / count / ranks.size
        ranks.Allreduce(MPI.IN_PLACE, costs)
        return {**answer, "ranks": {"waiting": costs[0], "communication": costs[1], "sent": None}}

    version = f"mpi4py {mpi4py.__version__}"
    serve(job, steps, version, *([lambda message: None] if ranks.rank > 0 else []))


main()
