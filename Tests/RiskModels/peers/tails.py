"""Tails of losses: QuantLib's, numpy's and scipy's answers, and expected shortfall as a minimum (Rockafellar and Uryasev)."""
import math

import numpy as np
import QuantLib as ql
from scipy import integrate
from scipy.stats import norm

from exchange import answer


def historical(case):
    losses = -np.array(case["pnl"])
    confidence = case["confidence"]
    statistics = ql.RiskStatistics()
    for pnl in case["pnl"]:
        statistics.add(pnl)
    quantile = float(np.quantile(losses, confidence, method="inverted_cdf"))
    # The smallest x + E(loss - x)+ / (1 - confidence) is at an observation.
    excess = np.maximum(losses[None, :] - losses[:, None], 0).mean(axis=1)
    return {
        "quantlibValueAtRisk": statistics.valueAtRisk(confidence),
        "quantlibExpectedShortfall": statistics.expectedShortfall(confidence),
        "lowerQuantile": quantile,
        "linearQuantile": float(np.quantile(losses, confidence)),
        "minimumShortfall": float((losses + excess / (1 - confidence)).min()),
        "meanFromQuantile": float(losses[losses >= quantile].mean()),
    }


def cumulants(case):
    """Of theta + delta'x + x'Gamma x / 2 under normal moves, from the eigenvalues of the whitened curvature."""
    lower = np.linalg.cholesky(np.array(case["covariance"]))
    eigenvalues, vectors = np.linalg.eigh(lower.T @ np.array(case["gamma"]) @ lower)
    slopes = vectors.T @ lower.T @ np.array(case["delta"])
    def cumulant(order):
        curved = math.factorial(order - 1) / 2 * (eigenvalues ** order).sum()
        return curved + (math.factorial(order) / 2 * (slopes ** 2 * eigenvalues ** (order - 2)).sum() if order > 1 else 0)
    variance = cumulant(2)
    return case["theta"] + cumulant(1), variance, cumulant(3) / variance ** 1.5, cumulant(4) / variance ** 2


def expansion(z, skewness, kurtosis):
    return z + (z ** 2 - 1) * skewness / 6 + (z ** 3 - 3 * z) * kurtosis / 24 - (2 * z ** 3 - 5 * z) * skewness ** 2 / 36


def cornish_fisher(mean, variance, skewness, kurtosis, confidence):
    """The loss's quantile, and the integral of all quantiles beyond it."""
    skewness = -skewness
    z = norm.ppf(confidence)
    # Over z instead of the probability, where the integrand is smooth.
    tail, _ = integrate.quad(lambda x: expansion(x, skewness, kurtosis) * norm.pdf(x), z, 38, epsabs=0, epsrel=1e-12, limit=400)
    scale = math.sqrt(variance)
    return scale * expansion(z, skewness, kurtosis) - mean, scale * tail / (1 - confidence) - mean


def delta_gamma(case):
    mean, variance, skewness, kurtosis = cumulants(case)
    value_at_risk, shortfall = cornish_fisher(mean, variance, skewness, kurtosis, case["confidence"])
    return {"moments": [mean, variance, skewness, kurtosis], "valueAtRisk": value_at_risk, "expectedShortfall": shortfall}


def linear(case):
    """The closed form under normal moves, and the standard errors of both answers when so many paths are drawn."""
    delta = np.array(case["delta"])
    deviation = math.sqrt(delta @ np.array(case["covariance"]) @ delta)
    tail = 1 - case["confidence"]
    z = norm.ppf(case["confidence"])
    shortfall = norm.pdf(z) / tail
    # Var of the loss beyond the quantile, and what the uncertain quantile adds (Manistre and Hancock, 2005).
    spread = 1 + z * shortfall - shortfall ** 2 + case["confidence"] * (shortfall - z) ** 2
    return {
        "valueAtRisk": deviation * z,
        "expectedShortfall": deviation * shortfall,
        "valueAtRiskError": deviation * math.sqrt(tail * (1 - tail) / case["paths"]) / norm.pdf(z),
        "expectedShortfallError": deviation * math.sqrt(spread / (case["paths"] * tail)),
    }


def tails(question):
    return {
        "historical": [historical(case) for case in question["historical"]],
        "deltaGamma": [delta_gamma(case) for case in question["deltaGamma"]],
        "linear": [linear(case) for case in question["linear"]],
    }


answer(tails)
