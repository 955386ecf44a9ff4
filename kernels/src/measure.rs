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
#[derive(Clone, Debug, Default)]
pub(crate) struct Measure {
    /// p of each set of a tile; none if it is 0
    around: Vec<f64>,
    single: Sums<f32>,
    double: Sums<f64>,
}

/// What the sums of a tile need.
#[derive(Clone, Debug, Default)]
struct Sums<T> {
    /// p of each run of a strip
    runs: Vec<Around<T>>,
    totals: Vec<Totals>,
    /// Or of each element of a strip
    columns: Vec<T>,
    /// Where the strips start
    starts: Vec<usize>,
}

impl Measure {
    /// Writes the statistics of the sets of a tile.
    pub fn tile(&mut self, given: Given, tile: Tile, statistics: &mut Statistics) {
        let Self {
            around,
            single,
            double,
        } = self;
        around.clear();
        let moments = &mut Moments {
            around,
            mean: &mut statistics.mean[tile.sets()],
            var: &mut statistics.var[tile.sets()],
        };
        let is_good = !given.in_double()
            && (single.in_one_pass(given, tile, moments)
                || single.in_one_pass(given, tile, moments));
        let is_good = is_good
            || double.in_one_pass(given, tile, moments)
            || double.in_one_pass(given, tile, moments);
        if !is_good {
            double.in_two_passes(given, tile, moments);
        }
    }
}

/// What comes out for the sets of a tile.
struct Moments<'a> {
    /// p of each set; none if it is 0
    around: &'a mut Vec<f64>,
    mean: &'a mut [f64],
    var: &'a mut [f64],
}

impl<T: Real> Sums<T> {
    /// Returns whether the result is good; otherwise goes near the means, for the next pass.
    fn in_one_pass(&mut self, given: Given, tile: Tile, moments: &mut Moments) -> bool {
        self.sum(given, tile, moments);
        let Moments { around, mean, var } = moments;
        let portion = 1.0 / given.set_len();
        if !given.centers {
            mean.fill(0.0);
        }
        let mut is_good = true;
        for (shift, var) in mean.iter_mut().zip(&mut **var) {
            *shift *= portion;
            *var = *var * portion - *shift * *shift;
            is_good &= match T::IS_DOUBLE {
                true => *shift * *shift <= FAR_IN_DOUBLE * *var,
                false => *shift * *shift <= FAR * *var && SAFE.contains(var),
            };
        }
        for (mean, p) in mean.iter_mut().zip(&**around) {
            *mean += p;
        }
        if !is_good {
            around.clear();
            let near = mean.iter().zip(&**var).map(|(&mean, &var)| near(mean, var));
            around.extend(near);
        }
        is_good
    }

    /// Mean first, and then the variance around it.
    fn in_two_passes(&mut self, given: Given, tile: Tile, moments: &mut Moments) {
        moments.around.clear();
        if given.centers {
            self.sum(given, tile, moments);
            let means = moments.mean.iter().map(|sum| sum / given.set_len());
            moments.around.extend(means);
        }
        self.sum(given, tile, moments);
        let Moments { around, mean, var } = moments;
        mean.fill(0.0);
        for (mean, p) in mean.iter_mut().zip(&**around) {
            *mean = *p;
        }
        for var in &mut **var {
            *var /= given.set_len();
        }
    }

    /// ∑ (x_k − p) and ∑ (x_k − p)² of the sets of a tile, in place of mean and variance.
    fn sum(&mut self, given: Given, tile: Tile, moments: &mut Moments) {
        match given.walk.one_set {
            true => self.sum_runs(given, tile, moments),
            false => self.sum_columns(given, tile, moments),
        }
    }

    fn sum_runs(&mut self, Given { walk, x, .. }: Given, tile: Tile, moments: &mut Moments) {
        let Moments { around, mean, var } = moments;
        self.totals.clear();
        self.totals.resize(tile.len, [[NOTHING; 4]; 2]);
        if around.is_empty() {
            walk.strips(tile, |strip, _| T::sum_powers(&x[strip], &mut self.totals));
        } else {
            self.runs.clear();
            self.runs
                .extend(around.iter().map(|&p| Around(T::nearest(p))));
            walk.strips(tile, |strip, _| {
                T::sum_deviations(&x[strip], &self.runs, &mut self.totals);
            });
        }
        for ((sum, square), totals) in mean.iter_mut().zip(&mut **var).zip(&self.totals) {
            [*sum, *square] = total(totals);
        }
    }

    fn sum_columns(&mut self, Given { walk, x, .. }: Given, tile: Tile, moments: &mut Moments) {
        let Moments { around, mean, var } = moments;
        self.columns.clear();
        self.columns.extend(around.iter().map(|&p| T::nearest(p)));
        self.columns.resize(tile.len, T::default());
        self.starts.clear();
        walk.strips(tile, |strip, _| self.starts.push(strip.start));
        mean.fill(NOTHING);
        var.fill(NOTHING);
        T::sum_column_deviations(x, &self.starts, &self.columns, [mean, var]);
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
