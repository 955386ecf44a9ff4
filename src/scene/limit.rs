//! The end of the colour scale.

use super::values::stage_of;
use crate::lab::histogram::Extent;

/// The end for values that are normalized, and for recipes, which are made for it.
pub const LIMIT: f64 = 3.0;

/// Ends of the colour scale at the stages x and x − μ; from x̂ on it is [`LIMIT`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// At x
    input: f64,
    /// At x − μ
    centered: f64,
}

impl Limits {
    /// Those of recipes.
    pub const RECIPE: Self = Self {
        input: LIMIT,
        centered: LIMIT,
    };

    /// Those for an x that is like this. At x nearly all values are within `|mean| + 3σ`, and at x − μ within 3σ,
    /// where μ is the mean of x itself.
    pub fn of(x: &Extent, is_centered: bool) -> Self {
        let input = end(x, x.mean, x.high.max(-x.low));
        Self {
            input,
            // No value is farther from the mean than the lowest from the highest.
            centered: match is_centered {
                true => end(x, 0.0, x.high - x.low),
                false => input,
            },
        }
    }

    /// The end at time `t` from 0 to 3: between two stages it goes as straight as the values do,
    /// so that a colour is always one between those of both.
    pub fn at(self, t: f64) -> f64 {
        let Self { input, centered } = self;
        let mix = |from: f64, to: f64, share: f64| from + share * (to - from);
        match stage_of(t) {
            (0, share) => mix(input, centered, share),
            (1, share) => mix(centered, LIMIT, share),
            _ => LIMIT,
        }
    }
}

/// `|mean| + 3σ`, but no more than the largest |value|, rounded up to 1, 2, 3 or 5 times a power of ten.
fn end(x: &Extent, mean: f64, largest: f64) -> f64 {
    let reach = (mean.abs() + 3.0 * x.deviation).min(largest);
    if !(reach.is_normal() && reach > 0.0) {
        return LIMIT;
    }
    let power = 10.0_f64.powf(reach.log10().floor());
    // A reach that is round already stays, whatever its logarithm was rounded to.
    let fits = |round: &f64| reach <= round * power * (1.0 + 1e-9);
    let round = [1.0, 2.0, 3.0, 5.0].into_iter().find(fits);
    round.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: f64, high: f64, mean: f64, deviation: f64) -> Limits {
        let extent = Extent {
            low,
            high,
            mean,
            deviation,
            counted: 10,
            left_out: 0,
        };
        Limits::of(&extent, true)
    }

    #[test]
    fn the_scale_is_round_and_holds_nearly_all_values() {
        let ends = |limits: Limits| [0.0, 1.0, 2.0, 3.0].map(|t| limits.at(t));
        assert_eq!(ends(of(0.0, 1.0, 0.5, 0.06)), [1.0, 0.2, LIMIT, LIMIT]);
        assert_eq!(
            ends(of(0.0, 255.0, 120.0, 60.0)),
            [300.0, 200.0, LIMIT, LIMIT]
        );
        assert_eq!(ends(of(-2.0, 2.5, 0.0, 1.0)), [LIMIT; 4]);
        assert_eq!(
            ends(of(-6e5, 10.0, -4.0, 9000.0)),
            [30_000.0, 30_000.0, LIMIT, LIMIT]
        );
        assert_eq!(ends(of(0.0, 0.0, 0.0, 0.0)), [LIMIT; 4], "zeros alone");
        assert_eq!(ends(of(0.1, 0.1, 0.1, 0.0)), [0.1, LIMIT, LIMIT, LIMIT]);
    }

    #[test]
    fn a_colour_between_two_stages_lies_between_theirs() {
        let limits = of(-100.0, 400.0, 128.0, 60.0);
        // A value a standard deviation above the mean of its set, and one below.
        for (x, x_hat) in [(188.0, 1.0), (68.0, -1.0)] {
            let stages = [x, x - 128.0, x_hat, x_hat];
            for step in 0..=30 {
                let t = f64::from(step) / 10.0;
                let (stage, share) = stage_of(t);
                let next = (stage + 1).min(3);
                let value = stages[stage] + share * (stages[next] - stages[stage]);
                let colour = |k: usize| stages[k] / limits.at(k as f64);
                let ends = [colour(stage), colour(next)];
                let now = value / limits.at(t);
                assert!(ends[0].min(ends[1]) - 1e-12 <= now && now <= ends[0].max(ends[1]) + 1e-12);
            }
        }
    }

    #[test]
    fn without_a_mean_x_keeps_its_scale_until_it_is_divided() {
        let extent = Extent {
            low: 0.0,
            high: 255.0,
            mean: 120.0,
            deviation: 20.0,
            counted: 10,
            left_out: 0,
        };
        let limits = Limits::of(&extent, false);
        assert_eq!([0.0, 0.5, 1.0].map(|t| limits.at(t)), [200.0; 3]);
    }
}
