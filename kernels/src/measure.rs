//! Mean and variance of sets.

use crate::Statistics;
use crate::given::Given;
use crate::lanes::{Around, NOTHING, Real, Totals, total};
use crate::walk::Tile;
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
pub(crate) struct Measure<'a> {
    given: Given<'a>,
    /// p of each set of a tile; none if it is 0
    around: Vec<f64>,
    totals: Vec<Totals>,
    /// The strips of a tile
    strips: Vec<&'a [f32]>,
}

impl<'a> Measure<'a> {
    pub fn new(given: Given<'a>) -> Self {
        Self {
            given,
            around: Vec::new(),
            totals: Vec::new(),
            strips: Vec::new(),
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
        if !self.given.centers {
            mean.fill(0.0);
        }
        let mut is_good = true;
        for (shift, var) in mean.iter_mut().zip(&mut *var) {
            *shift *= portion;
            *var = *var * portion - *shift * *shift;
            is_good &= match T::IS_DOUBLE {
                true => *shift * *shift <= FAR_IN_DOUBLE * *var,
                false => *shift * *shift <= FAR * *var && SAFE.contains(var),
            };
        }
        for (mean, p) in mean.iter_mut().zip(&self.around) {
            *mean += p;
        }
        if !is_good {
            self.around.clear();
            let near = mean.iter().zip(&*var).map(|(&mean, &var)| near(mean, var));
            self.around.extend(near);
        }
        is_good
    }

    /// Mean first, and then the variance around it.
    fn in_two_passes(&mut self, tile: Tile, mean: &mut [f64], var: &mut [f64]) {
        self.around.clear();
        if self.given.centers {
            self.sums::<f64>(tile, mean, var);
            let means = mean.iter().map(|sum| sum / self.given.set_len());
            self.around.extend(means);
        }
        self.sums::<f64>(tile, mean, var);
        mean.fill(0.0);
        for (mean, p) in mean.iter_mut().zip(&self.around) {
            *mean = *p;
        }
        for var in var {
            *var /= self.given.set_len();
        }
    }

    /// ∑ (x_k − p) and ∑ (x_k − p)² of the sets of a tile.
    fn sums<T: Real>(&mut self, tile: Tile, sums: &mut [f64], squares: &mut [f64]) {
        let Given { walk, x, .. } = self.given;
        if !walk.one_set {
            let around: Vec<_> = match &self.around[..] {
                [] => vec![T::default(); tile.len],
                around => around.iter().map(|&p| T::nearest(p)).collect(),
            };
            sums.fill(NOTHING);
            squares.fill(NOTHING);
            self.strips.clear();
            walk.strips(tile, |strip, _| self.strips.push(&x[strip]));
            return T::sum_column_deviations(&self.strips, &around, [sums, squares]);
        }
        self.totals.clear();
        self.totals.resize(tile.len, [[NOTHING; 4]; 2]);
        if self.around.is_empty() {
            walk.strips(tile, |strip, _| T::sum_powers(&x[strip], &mut self.totals));
        } else {
            let around: Vec<_> = self.around.iter().map(|&p| Around(T::nearest(p))).collect();
            walk.strips(tile, |strip, _| {
                T::sum_deviations(&x[strip], &around, &mut self.totals);
            });
        }
        for ((sum, square), totals) in sums.iter_mut().zip(squares).zip(&self.totals) {
            [*sum, *square] = total(totals);
        }
    }
}

/// A float32 near the mean of a set, with so few digits that x − p has no more than x where
/// the mean is no larger than some standard deviations: a rounding would be the same for many x,
/// and not average out. Where the mean is larger, x − p has no rounding anyway (Sterbenz).
fn near(mean: f64, var: f64) -> f64 {
    let std = var.max(0.0).sqrt();
    let power_of_two = f64::from_bits(std.to_bits() & f64::INFINITY.to_bits());
    let step = power_of_two / 16.0;
    let near = match step > 0.0 {
        true => (mean / step).round() * step,
        false => mean,
    };
    f64::from(near as f32)
}
