//! The end of the colour scale.

use super::values::stage_of;
use crate::lab::histogram::Extent;

/// The end for values that are normalized, and for recipes, which are made for it.
pub const LIMIT: f64 = 3.0;

/// The end of the scale for an x that is like this: `|mean| + 3σ`, but no more than the largest |x|,
/// rounded up to 1, 2, 3 or 5 times a power of ten.
pub fn limit_of(x: &Extent) -> f64 {
    let largest = x.high.max(-x.low);
    let reach = (x.mean.abs() + 3.0 * x.deviation).min(largest);
    if !(reach.is_normal() && reach > 0.0) {
        return LIMIT;
    }
    let power = 10.0_f64.powf(reach.log10().floor());
    // A reach that is round already stays, whatever its logarithm was rounded to.
    let fits = |round: &f64| reach <= round * power * (1.0 + 1e-9);
    let round = [1.0, 2.0, 3.0, 5.0].into_iter().find(fits);
    round.unwrap_or(10.0) * power
}

/// The end at time `t` from 0 to 3, where it is `x_limit` for x: from x − μ to x̂ it goes over to [`LIMIT`],
/// in equal ratios.
pub fn limit_at(t: f64, x_limit: f64) -> f64 {
    match stage_of(t) {
        (0, _) => x_limit,
        (1, share) => x_limit * (LIMIT / x_limit).powf(share),
        _ => LIMIT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: f64, high: f64, mean: f64, deviation: f64) -> f64 {
        limit_of(&Extent {
            low,
            high,
            mean,
            deviation,
            counted: 10,
            left_out: 0,
        })
    }

    #[test]
    fn the_scale_is_round_and_holds_nearly_all_values() {
        assert_eq!(of(0.0, 1.0, 0.5, 0.3), 1.0);
        assert_eq!(of(0.0, 255.0, 120.0, 60.0), 300.0);
        assert_eq!(of(-2.0, 2.5, 0.0, 1.0), 3.0);
        assert_eq!(of(-0.004, 0.02, 0.0, 0.001), 0.003);
        assert_eq!(of(-6e5, 10.0, -4.0, 9000.0), 30_000.0);
        assert_eq!(of(0.0, 0.0, 0.0, 0.0), LIMIT, "zeros alone");
        assert_eq!(of(0.1, 0.1, 0.1, 0.0), 0.1);
    }

    #[test]
    fn it_goes_over_where_values_are_divided() {
        assert_eq!([0.0, 1.0].map(|t| limit_at(t, 300.0)), [300.0; 2]);
        assert!((limit_at(1.5, 300.0) - 30.0).abs() < 1e-9);
        assert_eq!([2.0, 2.5, 3.0].map(|t| limit_at(t, 300.0)), [LIMIT; 3]);
    }
}
