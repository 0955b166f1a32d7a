"""Distributions from scipy, decompositions from numpy."""
import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import binom, chi2

from exchange import answer


def coverage(case):
    """Likelihood ratios of Kupiec and Christoffersen from scipy's own binomial, and their chi-squared tails."""
    count, exceptions, rate = case["observations"], case["exceptions"], case["rate"]
    likelihood = lambda n, x, p: float(binom.logpmf(x, n, p)) if n else 0.0
    share = lambda n, x: x / n if n else 0.0
    kupiec = 2 * (likelihood(count, exceptions, exceptions / count) - likelihood(count, exceptions, rate))
    (calm, rises), (falls, stays) = case["transitions"]
    together = share(calm + rises + falls + stays, rises + stays)
    rows = [(calm + rises, rises), (falls + stays, stays)]
    independence = 2 * sum(likelihood(n, x, share(n, x)) - likelihood(n, x, together) for n, x in rows)
    kupiec, independence = max(kupiec, 0.0), max(independence, 0.0)
    return {
        "kupiec": [kupiec, float(chi2.sf(kupiec, 1))],
        "independence": [independence, float(chi2.sf(independence, 1))],
        "conditional": [kupiec + independence, float(chi2.sf(kupiec + independence, 2))],
        "cumulative": float(binom.cdf(exceptions, count, rate)),
    }


def decompositions(rows):
    matrix = np.array(rows)
    return {"eigenvalues": np.linalg.eigvalsh(matrix).tolist(), "cholesky": np.linalg.cholesky(matrix).tolist()}


def numerics(question):
    return {
        "distribution": ndtr(question["points"]).tolist(),
        "quantile": ndtri(question["probabilities"]).tolist(),
        "coverage": [coverage(case) for case in question["coverage"]],
        "decompositions": [decompositions(rows) for rows in question["matrices"]],
    }


answer(numerics)
