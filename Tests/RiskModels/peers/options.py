"""Black (1976): QuantLib's value and Greeks, and the exact ones with 50 digits from mpmath, which has the last word."""
import QuantLib as ql
from mpmath import mp, mpf

from exchange import answer

mp.dps = 50


def quantlib(sign, forward, strike, time, volatility, discount):
    kind = ql.Option.Call if sign > 0 else ql.Option.Put
    calculator = ql.BlackCalculator(ql.PlainVanillaPayoff(kind, strike), forward, volatility * time ** 0.5, discount)
    delta = calculator.deltaForward()
    # QuantLib's rho keeps the spot and lets the forward move with the rate; less that, it is ours, which keeps the forward.
    rho = calculator.rho(time) - time * forward * delta
    # Seen from the forward itself nothing drifts, so that its theta keeps the forward, as ours does.
    return [calculator.value(), delta, calculator.gammaForward(), calculator.vega(time), calculator.theta(forward, time), rho]


def exact(sign, forward, strike, time, volatility, discount):
    forward, strike, time, volatility, discount = map(mpf, (forward, strike, time, volatility, discount))
    root = mp.sqrt(time)
    total = volatility * root
    d1 = mp.log(forward / strike) / total + total / 2
    density = mp.npdf(d1)
    value = discount * sign * (forward * mp.ncdf(sign * d1) - strike * mp.ncdf(sign * (d1 - total)))
    gamma = discount * density / (forward * total)
    carry = -mp.log(discount) / time * value
    decay = volatility ** 2 * forward ** 2 * gamma / 2
    greeks = [value, discount * sign * mp.ncdf(sign * d1), gamma, discount * forward * density * root, carry - decay, -time * value]
    return [float(greek) for greek in greeks], float(abs(carry) + decay)


def implied(sign, forward, strike, time, volatility, discount, price):
    """QuantLib's standard deviation of the logarithm; None where it finds none."""
    kind = ql.Option.Call if sign > 0 else ql.Option.Put
    try:
        return ql.blackFormulaImpliedStdDev(kind, strike, forward, price, discount, 0.0, volatility * time ** 0.5, 1e-14, 1000)
    except RuntimeError:
        return None


def options(question):
    truths = [exact(*option) for option in question["options"]]
    return {
        "version": ql.__version__,
        "quantlib": [quantlib(*option) for option in question["options"]],
        "exact": [greeks for greeks, _ in truths],
        "thetaTerms": [terms for _, terms in truths],
        "implied": [implied(*option, price) for option, price in zip(question["options"], question["prices"])],
    }


answer(options)
