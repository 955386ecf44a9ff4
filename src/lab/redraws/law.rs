//! How the statistics of independent values spread.

use super::Expected;

/// The mean of m independent values of this mean and variance:
///
/// ```text
/// E[μ_B] = μ        Var(μ_B) = σ²/m
/// ```
pub(super) fn mean((mean, var): (f64, f64), m: usize) -> Expected {
    Expected {
        mean,
        spread: (var / m as f64).sqrt(),
    }
}

/// The standard deviation σ_B, with the biased variance, of m independent normal values:
///
/// ```text
/// E[σ²_B] = (m − 1)/m · σ²        E[σ_B] = √(2/m) · Γ(m/2) / Γ((m − 1)/2) · σ
/// ```
///
/// (the chi distribution with m − 1 degrees of freedom). ε is added to the square of the mean alone.
pub(super) fn deviation((_, var): (f64, f64), m: usize, eps: f64) -> Expected {
    let [mean, spread] = unit_deviation(m).map(|of_one| of_one * var.sqrt());
    Expected {
        mean: (mean * mean + eps).sqrt(),
        spread,
    }
}

/// Mean and standard deviation of σ_B where σ is 1.
fn unit_deviation(m: usize) -> [f64; 2] {
    let n = m as f64;
    // Beyond, differences of numbers near 1 lose digits, and the next terms are below 1e-4 of these.
    if m > 10_000 {
        return [1.0 - 0.75 / n, (0.5 / n).sqrt()];
    }
    // r(m) = Γ(m/2) / Γ((m − 1)/2), and r(m) · r(m + 1) = (m − 1)/2.
    let first = 1.0 / std::f64::consts::PI.sqrt();
    let ratio = (2..m).fold(first, |ratio, m| (m as f64 - 1.0) / 2.0 / ratio);
    let mean = match m {
        0 | 1 => 0.0,
        _ => (2.0 / n).sqrt() * ratio,
    };
    let var = ((n - 1.0) / n - mean * mean).max(0.0);
    [mean, var.sqrt()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_normal_values_are_half_their_distance_from_their_mean() {
        // |a − b|/2, where a − b is normal with variance 2: mean 1/√π, mean square 1/2.
        let [mean, spread] = unit_deviation(2);
        let pi = std::f64::consts::PI;
        assert!((mean - 1.0 / pi.sqrt()).abs() < 1e-15);
        assert!((spread - (0.5 - 1.0 / pi).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn many_values_come_near_the_limit() {
        for m in [1_000, 10_000, 10_001, 1_000_000] {
            let [mean, spread] = unit_deviation(m);
            let n = m as f64;
            assert!(
                (mean - (1.0 - 0.75 / n)).abs() < 1.0 / (n * n),
                "{m}: {mean}"
            );
            assert!(
                (spread * (2.0 * n).sqrt() - 1.0).abs() < 1e-3,
                "{m}: {spread}"
            );
        }
        assert_eq!(unit_deviation(1), [0.0, 0.0]);
    }
}
