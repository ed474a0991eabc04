"""Anomaly detection by scikit-learn, for bench/src/anomaly: a contender like the others.

    python3 sklearn_anomaly.py <folder>

Reads jobs from its input, a line of JSON each: { method, seed, width }. The rows are in train.f32 and test.f32 of the folder; it writes
scores.f64, larger is odder, and answers with a line of JSON: the seconds of processor time to fit and to score. One thread, the settings
that are fastest for the same result: NearestNeighbors chooses between a tree and all distances by the number of columns.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import NearestNeighbors

METHODS = {
    "NearestNeighbors": (
        lambda seed: NearestNeighbors(n_neighbors=5),
        lambda model, x: model.kneighbors(x)[0][:, -1],
    ),
    "IsolationForest": (
        lambda seed: IsolationForest(random_state=seed),
        lambda model, x: -model.score_samples(x),
    ),
}


def main():
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        job = json.loads(line)
        make, score = METHODS[job["method"]]
        train, test = (np.fromfile(folder / f"{part}.f32", dtype="<f4").reshape(-1, job["width"]) for part in ("train", "test"))
        times = [time.process_time()]
        model = make(job["seed"]).fit(train)
        times.append(time.process_time())
        scores = score(model, test)
        times.append(time.process_time())
        scores.astype("<f8").tofile(folder / "scores.f64")
        answer = {"version": sklearn.__version__, "fit": times[1] - times[0], "score": times[2] - times[1]}
        print(json.dumps(answer), flush=True)


main()
