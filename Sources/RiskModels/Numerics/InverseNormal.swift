extension ElementaryFunctions {
    /// The standard normal quantile of a probability strictly between 0 and 1.
    ///
    /// Source: M. J. Wichura, Algorithm AS 241: The percentage points of the normal distribution (1988), PPND16,
    /// about 1e-16 relative.
    @inline(__always)
    static func quantile(_ probability: Double) -> Double {
        let q = probability - 0.5
        if q.magnitude <= 0.425 { return centralQuantile(q) }
        let tail = tailQuantile(q < 0 ? probability : 1 - probability)
        return q < 0 ? -tail : tail
    }

    /// For a probability within 0.425 of one half, given as its distance `q` from one half.
    @inline(__always)
    static func centralQuantile(_ q: Double) -> Double {
        let r = 0.180625 - q * q
        let upper = (((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
            + 4.5921953931549871457e+4) * r
        let numerator = (((upper + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r + 1.3314166789178437745e+2) * r
            + 3.3871328727963666080
        let lower = (((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
            + 2.1213794301586595867e+4) * r
        let denominator = (((lower + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r + 4.2313330701600911252e+1) * r + 1
        return q * numerator / denominator
    }

    /// The magnitude of the quantile for the smaller of the two tail probabilities, below 0.075.
    @inline(__always)
    static func tailQuantile(_ probability: Double) -> Double {
        let r = (-log(probability)).squareRoot()
        return quantile(ofRoot: r)
    }

    /// From the root of minus the tail probability's logarithm.
    @inline(__always)
    static func quantile(ofRoot r: Double) -> Double {
        r <= largestNearRoot ? nearTail(r - 1.6) : farQuantile(r - 5)
    }

    static let largestNearRoot = 5.0

    /// For a root up to 5, less 1.6.
    @inline(__always)
    static func nearTail(_ r: Double) -> Double {
        let upper = (((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
            + 1.27045825245236838258) * r
        let numerator = (((upper + 3.64784832476320460504) * r + 5.76949722146069140550) * r + 4.63033784615654529590) * r
            + 1.42343711074968357734
        let lower = (((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
            + 1.48103976427480074590e-1) * r
        let denominator = (((lower + 6.89767334985100004550e-1) * r + 1.67638483018380384940) * r + 2.05319162663775882187) * r + 1
        return numerator / denominator
    }

    @inline(__always)
    private static func farQuantile(_ r: Double) -> Double {
        let upper = (((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
            + 2.65321895265761230930e-2) * r
        let numerator = (((upper + 2.96560571828504891230e-1) * r + 1.78482653991729133580) * r + 5.46378491116411436990) * r
            + 6.65790464350110377720
        let lower = (((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
            + 7.86869131145613259100e-4) * r
        let denominator = (((lower + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r + 5.99832206555887937690e-1) * r + 1
        return numerator / denominator
    }
}
