/// What the Python peer runs: it reads the inputs as one line, then one command a line, and answers each with one line of JSON.
enum RiskPeerProgram {
    /// numpy in its best form: whole arrays, scipy's compiled normal distribution, the simulation turned into independent factors as ours
    /// is, in blocks that stay in the cache, and selection instead of sorting. QuantLib one call an option or path, as its interface has it.
    static let text = #"""
        import json, sys, time
        import numpy as np
        from scipy.special import ndtr

        question = json.loads(sys.stdin.readline())
        expiries, scenarios = question["expiries"], np.array(question["scenarios"])
        counts = [expiry["options"] for expiry in expiries]
        starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        seconds = np.array([float(expiry["seconds"]) for expiry in expiries])
        forwards = np.array([expiry["forward"] for expiry in expiries])
        rates = np.array([expiry["rate"] for expiry in expiries])
        sign, strike, volatility, amount = np.array(question["options"]).T
        range_up, range_down, minimum_up, short_power, long_power, floor_days = question["volatility"]
        long_scale, long_add, short_scale, short_add, static_long, static_short = question["loss"]
        month, day, year = 30 * 86400.0, 86400.0, 31536000.0
        # The last row is where the market stands.
        spots = np.append(scenarios[:, 0], 1.0)
        shocks = np.append(scenarios[:, 1], 3.0).astype(int)

        def shocked_volatilities():
            counted = np.maximum(seconds, max(floor_days * day, 1.0))
            scale = np.repeat((month / counted) ** np.where(seconds <= month, short_power, long_power), counts)
            up = np.maximum(volatility * (1 + range_up * scale), minimum_up)
            down = volatility * np.maximum(0, 1 - range_down * scale)
            return np.stack([up, down, volatility])

        def profits(values):
            times = seconds / year
            discount = np.exp(-rates * times)
            long = static_long * np.exp(-times * (rates * long_scale + long_add))
            short = np.minimum(1 / discount, static_short * np.exp(times * (rates * short_scale + short_add)))
            shocked = values[:-1]
            return (np.where(shocked > 0, long, short) * shocked - values[-1]).sum(axis=1)

        def numpy_grid():
            totals = (shocked_volatilities() * np.repeat(np.sqrt(seconds / year), counts))[shocks - 1]
            base = np.repeat(forwards, counts)
            # A logarithm an option and one a scenario instead of one for each pair; arrays are worked on in place.
            d1 = np.log(base / strike) + np.log(spots)[:, None]
            d1 /= totals
            d1 += 0.5 * totals
            d2 = np.subtract(d1, totals, out=totals)
            d1 *= sign
            d2 *= sign
            weight = sign * amount * np.repeat(np.exp(-rates * seconds / year), counts)
            payoff = ndtr(d1, out=d1)
            payoff *= (base * weight) * spots[:, None]
            second = ndtr(d2, out=d2)
            second *= strike * weight
            payoff -= second
            return profits(np.add.reduceat(payoff, starts, axis=1)).tolist()

        def quantlib_grid():
            import QuantLib as ql
            totals = (shocked_volatilities() * np.repeat(np.sqrt(seconds / year), counts))[shocks - 1].tolist()
            kinds = [ql.Option.Call if one > 0 else ql.Option.Put for one in sign]
            forward = np.repeat(forwards, counts).tolist()
            discounts = np.repeat(np.exp(-rates * seconds / year), counts).tolist()
            strikes, formula = strike.tolist(), ql.blackFormula
            rows = [
                [formula(kind, k, f * spot, total, d) for kind, k, f, total, d in zip(kinds, strikes, forward, row, discounts)]
                for spot, row in zip(spots.tolist(), totals)
            ]
            return profits(np.add.reduceat(np.array(rows) * amount, starts, axis=1)).tolist()

        delta, gamma = np.array(question["delta"]), np.array(question["gamma"])
        covariance, theta, paths, confidence = np.array(question["covariance"]), question["theta"], question["paths"], question["confidence"]
        block = 1024

        def independent_form():
            lower = np.linalg.cholesky(covariance)
            eigenvalues, vectors = np.linalg.eigh(lower.T @ gamma @ lower)
            return vectors.T @ (lower.T @ delta), 0.5 * eigenvalues

        def shortfall(losses):
            tail = len(losses) * (1 - confidence)
            whole = int(round(tail)) if abs(tail - round(tail)) < 1e-9 * tail else int(tail)
            place = len(losses) - 1 - whole
            losses.partition(place)
            return float(losses[place] + (losses[place + 1:] - losses[place]).sum() / tail)

        def simulated(draw):
            linear, curved = independent_form()
            losses = np.empty(paths)
            normals = np.empty((block, len(delta)))
            for start in range(0, paths, block):
                rows = min(block, paths - start)
                draw(normals[:rows])
                part = normals[:rows] @ linear
                np.square(normals[:rows], out=normals[:rows])
                part += normals[:rows] @ curved
                np.negative(part + theta, out=losses[start:start + rows])
            return shortfall(losses)

        def numpy_simulation():
            # The fastest generator that numpy has.
            random = np.random.Generator(np.random.SFC64(7))
            return simulated(lambda rows: random.standard_normal(out=rows))

        def quantlib_simulation():
            import QuantLib as ql
            uniform = ql.UniformRandomSequenceGenerator(len(delta), ql.UniformRandomGenerator(7))
            normal = ql.GaussianRandomSequenceGenerator(uniform)
            def draw(rows):
                for row in rows:
                    row[:] = normal.nextSequence().value()
            return simulated(draw)

        def memory():
            try:
                with open("/proc/self/status") as status:
                    return next(float(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
            except OSError:
                import resource
                return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

        commands = {f.__name__: f for f in (numpy_grid, quantlib_grid, numpy_simulation, quantlib_simulation, memory)}
        for line in sys.stdin:
            name, times = line.split()
            work = commands[name]
            begun = time.process_time()
            for _ in range(int(times)):
                answer = work()
            spent = time.process_time() - begun
            print(json.dumps({"nanoseconds": int(spent * 1e9), "answer": answer if isinstance(answer, list) else [answer]}), flush=True)
        """#
}
