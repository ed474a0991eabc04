"""Principal components by scikit-learn, for bench/src/pca: a contender like the others.

    python3 sklearn_pca.py <job as JSON>

Reads the data, says when it is ready, and obeys lines such as "steps 3" with a line of JSON each, of the milliseconds of
each fit and the variances of the last; protocol.ts has the details. The job's setting is the solver, or "float64" for the
eigenvalues of the covariance matrix, or of the smaller product of rows, by NumPy in float64: what the others are held to.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.decomposition import PCA


def exact(x, components):
    x = x.astype(np.float64)
    x -= x.mean(0)
    product = x.T @ x if x.shape[1] <= x.shape[0] else x @ x.T
    return np.linalg.eigvalsh(product / len(x))[::-1][:components]


def fitted(x, components, solver):
    found = PCA(components, svd_solver=solver, random_state=0).fit(x)
    # It divides by one less than the rows.
    return found.explained_variance_ * (len(x) - 1) / len(x)


def main():
    job = json.loads(sys.argv[1])
    task, setting = job["task"], job["setting"]
    x = np.fromfile(Path(job["folder"]) / f"{task['name']}.f32", dtype="<f4").reshape(task["rows"], task["features"])

    def steps(count):
        ms, variances = [], []
        for _ in range(count):
            start = time.perf_counter()
            variances = exact(x, task["components"]) if setting == "float64" else fitted(x, task["components"], setting)
            ms.append((time.perf_counter() - start) * 1000)
        return {"ms": ms, "losses": [float(v) for v in variances]}

    def say(message):
        print(json.dumps(message), flush=True)

    say({"version": f"scikit-learn {sklearn.__version__}", **steps(1)})
    for line in sys.stdin:
        say(steps(int(line.split()[1])))


main()
