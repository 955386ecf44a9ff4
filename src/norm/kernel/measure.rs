//! Mean and variance of sets.

use super::drive::{Formula, NOTHING, Runs, Totals, sum, total};
use super::given::Given;
use super::lanes::{Lanes, Real};
use super::walk::Tile;
use crate::norm::{Statistic, Statistics};
use std::ops::Range;

/// How many variances the square of the mean may be, seen from where a single pass stands, for its result to be good.
const FAR: f64 = 2.0;

/// The same where sums are float64.
const FAR_IN_DOUBLE: f64 = 1024.0;

/// Variances for which float32 sums of squares neither overflow nor lose digits to denormal numbers.
const SAFE: Range<f64> = 1e-24..1e24;

/// Measures the sets of a tensor, tile by tile, in a single pass:
///
/// ```text
/// d_k = x_k − p      μ = p + 1/n ∑ d_k      σ² = 1/n ∑ d_k² − (1/n ∑ d_k)²
/// ```
///
/// with p = 0 at first. Where (μ − p)² turns out large against σ², digits cancel,
/// and the pass is repeated with p near the mean that came out
/// (Chan, Golub & LeVeque, "Algorithms for Computing the Sample Variance", 1983, on shifted data).
///
/// In a large tensor d_k and the sums of at most 128 of them are float32, and the totals of these sums float64.
/// Each term takes part in at most 12 roundings, so the sums are off by at most 12·2⁻²⁴ of ∑ |d_k| and of ∑ d_k²;
/// as the roundings differ, it is 10⁻⁸ of σ and σ² already for some hundred elements.
/// Where float32 cannot tell the variance, since the set is constant or its values are tiny, huge or not finite,
/// and in a small tensor, all is float64; and where that is not good either, two passes are taken.
pub(super) struct Measure<'a> {
    given: Given<'a>,
    /// p of each set of a tile; none if it is 0
    around: Vec<Around>,
    totals: Vec<Totals>,
}

impl<'a> Measure<'a> {
    pub fn new(given: Given<'a>) -> Self {
        Self {
            given,
            around: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// Writes the statistics of the sets of a tile.
    pub fn tile(&mut self, tile: Tile, statistics: &mut Statistics) {
        let mean = &mut statistics.mean[tile.sets()];
        let var = &mut statistics.var[tile.sets()];
        self.around.clear();
        let is_good = !self.given.in_double()
            && (self.in_one_pass::<f32>(tile, mean, var)
                || self.in_one_pass::<f32>(tile, mean, var));
        let is_good = is_good
            || self.in_one_pass::<f64>(tile, mean, var)
            || self.in_one_pass::<f64>(tile, mean, var);
        if !is_good {
            self.in_two_passes(tile, mean, var);
        }
    }

    /// Returns whether the result is good; otherwise goes near the means, for the next pass.
    fn in_one_pass<T: Real>(&mut self, tile: Tile, mean: &mut [f64], var: &mut [f64]) -> bool {
        self.sums::<T>(tile, mean, var);
        let portion = 1.0 / self.given.set_len();
        if self.given.plan.statistic == Statistic::MeanSquare {
            mean.fill(0.0);
        }
        for (shift, var) in mean.iter_mut().zip(&mut *var) {
            *shift *= portion;
            *var = *var * portion - *shift * *shift;
        }
        let mut is_good = true;
        for (shift, var) in mean.iter().zip(&*var) {
            is_good &= match T::IS_DOUBLE {
                true => shift * shift <= FAR_IN_DOUBLE * var,
                false => shift * shift <= FAR * var && SAFE.contains(var),
            };
        }
        for (mean, Around(p)) in mean.iter_mut().zip(&self.around) {
            *mean += p;
        }
        if !is_good {
            self.around.clear();
            let near = mean
                .iter()
                .zip(&*var)
                .map(|(&mean, &var)| Around::near(mean, var));
            self.around.extend(near);
        }
        is_good
    }

    /// Mean first, and then the variance around it.
    fn in_two_passes(&mut self, tile: Tile, mean: &mut [f64], var: &mut [f64]) {
        self.around.clear();
        if self.given.plan.statistic == Statistic::MeanVariance {
            self.sums::<f64>(tile, mean, var);
            let means = mean.iter().map(|sum| Around(sum / self.given.set_len()));
            self.around.extend(means);
        }
        self.sums::<f64>(tile, mean, var);
        for (mean, var) in mean.iter_mut().zip(var) {
            *var /= self.given.set_len();
            *mean = 0.0;
        }
        for (mean, Around(p)) in mean.iter_mut().zip(&self.around) {
            *mean = *p;
        }
    }

    /// ∑ (x_k − p) and ∑ (x_k − p)² of the sets of a tile.
    fn sums<T: Real>(&mut self, tile: Tile, sums: &mut [f64], squares: &mut [f64]) {
        let Given { walk, x, .. } = self.given;
        if !walk.one_set {
            return self.sums_of_columns::<T>(tile, [sums, squares]);
        }
        self.totals.clear();
        self.totals.resize(tile.len, [[NOTHING; 4]; 2]);
        // These take no memory.
        let around_zero = vec![AroundZero; tile.len];
        walk.strips(tile, |strip, _| match &self.around[..] {
            [] => sum::<T, 1, 0>(&around_zero, [&x[strip]], [], &mut self.totals),
            around => sum::<T, 1, 0>(around, [&x[strip]], [], &mut self.totals),
        });
        for ((sum, square), totals) in sums.iter_mut().zip(squares).zip(&self.totals) {
            [*sum, *square] = total(totals);
        }
    }

    fn sums_of_columns<T: Real>(&self, tile: Tile, [sums, squares]: [&mut [f64]; 2]) {
        sums.fill(NOTHING);
        squares.fill(NOTHING);
        let around: Vec<_> = self.around.iter().map(|&Around(p)| T::nearest(p)).collect();
        let (mut runs, mut runs_around) = (Runs::new(), Runs::new());
        self.given.walk.strips(tile, |strip, _| {
            let x = [&self.given.x[strip]];
            match &around[..] {
                [] => runs.push::<T, 0>((AroundZero, x), [], [sums, squares]),
                around => runs_around.push((AroundEach, x), [around], [sums, squares]),
            }
        });
        runs.finish::<T, 0>([], [sums, squares]);
        runs_around.finish([&around[..]], [sums, squares]);
    }
}

/// x and x².
#[derive(Clone, Copy)]
struct AroundZero;

impl<T: Real> Formula<T, 1, 0, 2> for AroundZero {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 2] {
        [x, x.times(x)]
    }
}

/// d = x − p and d².
#[derive(Clone, Copy)]
struct Around(f64);

impl Around {
    /// A float32 near the mean of a set, with so few digits that x − p has no more than x where
    /// the mean is no larger than some standard deviations: a rounding would be the same for many x,
    /// and not average out. Where the mean is larger, x − p has no rounding anyway (Sterbenz).
    fn near(mean: f64, var: f64) -> Self {
        let std = var.max(0.0).sqrt();
        let power_of_two = f64::from_bits(std.to_bits() & f64::INFINITY.to_bits());
        let step = power_of_two / 16.0;
        let near = match step > 0.0 {
            true => (mean / step).round() * step,
            false => mean,
        };
        Self(f64::from(near as f32))
    }
}

impl<T: Real> Formula<T, 1, 0, 2> for Around {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], []: [G; 0]) -> [G; 2] {
        let d = x.minus(G::splat(T::nearest(self.0)));
        [d, d.times(d)]
    }
}

/// d = x − p and d², with p of each set.
#[derive(Clone, Copy)]
struct AroundEach;

impl<T: Real> Formula<T, 1, 1, 2> for AroundEach {
    #[inline(always)]
    fn of<G: Lanes<T, L>, const L: usize>(self, [x]: [G; 1], [around]: [G; 1]) -> [G; 2] {
        let d = x.minus(around);
        [d, d.times(d)]
    }
}
