"""Volatility and correlation: arch, scikit-learn, pandas, and numpy written from the definitions."""
import warnings

import numpy as np
from arch.univariate import GARCH, EWMAVariance, ZeroMean
from sklearn.covariance import LedoitWolf

from exchange import answer

warnings.filterwarnings("ignore")


def weights(count, decay):
    """Of each return, oldest first: the last counts 1 - decay, each before it decay times the next."""
    return (1 - decay) * decay ** np.arange(count - 1, -1, -1.0)


def ewma(case):
    returns = np.array(case["returns"])
    decay, start = case["decay"], case["start"]
    count = len(returns)
    weight = weights(count, decay)
    first = weight.copy()
    first[0] = decay ** (count - 1)
    products = lambda w: (returns * w[:, None]).T @ returns
    identity = np.eye(returns.shape[1])
    # arch says what it expects of each return before it came: one return more, and the last answer is after all of ours.
    column = np.append(returns[:, 0], 0.0)
    bounds = np.column_stack([np.full(count + 1, 1e-300), np.full(count + 1, 1e300)])
    known = EWMAVariance(decay).compute_variance(np.empty(0), column, np.empty(count + 1), start, bounds)
    return {
        "normalised": (products(weight) / weight.sum()).tolist(),
        "firstSquare": products(first).tolist(),
        "known": (products(weight) + decay ** count * start * identity).tolist(),
        "archKnown": float(known[-1]),
    }


def garch(case):
    returns = np.array(case["returns"])
    model = ZeroMean(returns, volatility=GARCH(p=1, q=1), rescale=False)
    fixed = model.fix(case["parameters"])
    fitted = model.fit(disp="off", show_warning=False, tol=1e-12, options={"maxiter": 5000})
    return {
        "variances": (fixed.conditional_volatility ** 2).tolist(),
        "logLikelihood": float(fixed.loglikelihood),
        "fitted": [float(parameter) for parameter in fitted.params],
        "fittedLogLikelihood": float(fitted.loglikelihood),
    }


def ledoit_wolf(case):
    estimate = LedoitWolf(assume_centered=case["isCentred"]).fit(np.array(case["returns"]))
    return {"covariance": estimate.covariance_.tolist(), "shrinkage": float(estimate.shrinkage_)}


def volatility(question):
    return {
        "ewma": [ewma(case) for case in question["ewma"]],
        "garch": [garch(case) for case in question["garch"]],
        "ledoitWolf": [ledoit_wolf(case) for case in question["ledoitWolf"]],
    }


answer(volatility)
