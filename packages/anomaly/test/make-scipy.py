"""Writes scipy.json: distributions, tests of two samples and fitted tails, computed by SciPy and NumPy.

The test scipy.test.ts reads the file and expects the same numbers; it does not run this script. It was run with Debian's SciPy 1.10.1 and
NumPy 1.24.2:

    apt install python3-scipy
    python3 -B packages/anomaly/test/make-scipy.py
"""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import special, stats
from scipy.optimize import minimize
from scipy.spatial.distance import cdist, pdist

rng = np.random.default_rng(16)


def beta():
    for a, b in [(0.5, 0.5), (1, 1), (5, 496), (6, 495), (1, 20), (3.5, 0.2), (300, 200), (1, 1e6), (1e4, 1e6), (40, 2e5)]:
        for share in [1e-8, 0.0005, 0.025, 0.3, 0.5, 0.975, 0.9995]:
            x = float(stats.beta.ppf(share, a, b))
            yield {"a": a, "b": b, "share": share, "x": x, "cdf": float(special.betainc(a, b, x))}


def beta_binomial():
    for count, a, b in [(100, 5, 496), (500, 5, 496), (10_000, 5, 496), (7, 1, 20), (1000, 0.5, 0.5), (100_000, 500, 4500)]:
        for share in [0.005, 0.025, 0.5, 0.975, 0.995]:
            yield {"count": count, "a": a, "b": b, "share": share, "x": int(stats.betabinom.ppf(share, count, a, b))}


def binomial():
    for count, rate in [(100, 0.01), (10_000, 0.003), (50, 0.9), (1_000_000, 1e-5)]:
        for share in [0.005, 0.025, 0.5, 0.975]:
            yield {"count": count, "rate": rate, "share": share, "x": int(stats.binom.ppf(share, count, rate))}


def chi_squared():
    for degrees in [1, 2, 3, 10, 57, 400]:
        for x in [1e-3, 0.5, 3.84, 20.0, 90.0, 500.0]:
            yield {"x": x, "degrees": degrees, "tail": float(stats.chi2.sf(x, degrees))}


def pareto():
    for shape in [-0.4, -0.1, 0.0, 0.2, 0.8]:
        for count in [50, 400]:
            excesses = stats.genpareto.rvs(shape, scale=2.0, size=count, random_state=rng)
            # Nelder–Mead of SciPy from the true values, to full precision.
            def loss(p):
                return -np.mean(stats.genpareto.logpdf(excesses, p[0], scale=np.exp(p[1])))

            fit = minimize(loss, [shape, np.log(2.0)], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 10_000})
            yield {"excesses": list(excesses), "shape": float(fit.x[0]), "scale": float(np.exp(fit.x[1])), "loss": float(fit.fun)}


def kolmogorov_smirnov():
    for n, m, shift in [(5, 7, 0.0), (20, 20, 0.5), (100, 60, 0.3), (1, 30, 3.0), (250, 400, 0.1), (300, 300, 0.6), (6, 90, 2.5)]:
        a, b = rng.normal(size=n), rng.normal(size=m) + shift
        exact = stats.ks_2samp(a, b, method="exact")
        yield {"a": list(a), "b": list(b), "statistic": float(exact.statistic), "pValue": float(exact.pvalue)}


def ties():
    """The exact p-value with ties: the share of all ways to choose the first sample whose statistic is at least as large."""
    for a, b in [([1, 1, 2, 3], [2, 3, 3, 4, 4]), ([0, 0, 0, 0, 1], [1, 1, 1, 1, 0, 1]), ([1, 2, 2, 2], [2, 2, 2, 5, 7, 7])]:
        pooled = np.array(a + b)

        def statistic(chosen):
            x, y = pooled[chosen], np.delete(pooled, chosen)
            return max(abs(np.mean(x <= v) - np.mean(y <= v)) for v in pooled)

        observed = statistic(list(range(len(a))))
        all_ways = [statistic(list(c)) for c in combinations(range(len(pooled)), len(a))]
        yield {"a": a, "b": b, "statistic": float(observed), "pValue": float(np.mean(np.array(all_ways) >= observed - 1e-12))}


def kolmogorov():
    for x in [0.2, 0.4, 0.6, 0.8, 1.0, 1.18, 1.5, 2.0, 4.0]:
        yield {"x": x, "tail": float(special.kolmogorov(x))}


def mmd():
    for n, m, columns, shift in [(20, 30, 3, 0.5), (12, 12, 1, 0.0)]:
        a = rng.normal(size=(n, columns)).astype(np.float32).astype(np.float64)
        b = (rng.normal(size=(m, columns)) + shift).astype(np.float32).astype(np.float64)
        pooled = np.concatenate([a, b])
        bandwidth = np.median(pdist(pooled))
        kernel = lambda x, y: np.exp(-cdist(x, y, "sqeuclidean") / (2 * bandwidth**2))
        within = lambda x: (kernel(x, x).sum() - len(x)) / (len(x) * (len(x) - 1))
        value = within(a) + within(b) - 2 * kernel(a, b).mean()
        yield {"a": list(a.ravel()), "b": list(b.ravel()), "columns": columns, "bandwidth": float(bandwidth), "value": float(value)}


def contingency():
    for a, b in [([30, 20, 50], [45, 25, 30]), ([10, 90], [30, 70])]:
        result = stats.chi2_contingency([a, b], correction=False)
        yield {"a": a, "b": b, "statistic": float(result[0]), "pValue": float(result[1])}


cases = [beta, beta_binomial, binomial, chi_squared, pareto, kolmogorov_smirnov, ties, kolmogorov, mmd, contingency]
text = json.dumps({case.__name__: list(case()) for case in cases})
Path(__file__).with_name("scipy.json").write_text(text + "\n")
