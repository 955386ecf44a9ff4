//! What is measured of a box.

use super::boxes::Ranges;
use ndarray::{Array4, s};

/// The moments of the values in a box, in two passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    /// How many values
    pub count: f64,
    /// μ
    pub mean: f64,
    /// Σ(x − μ)², which Chan, Golub & LeVeque call S and others M₂
    pub deviations: f64,
    /// Σx²
    pub squares: f64,
}

impl Moments {
    pub fn of(x: &Array4<f64>, ranges: &Ranges) -> Self {
        let [n, c, h, w] = ranges.clone();
        let values = x.slice(s![n, c, h, w]);
        let count = values.len() as f64;
        let [sum, squares] = values.fold([0.0, 0.0], |[sum, squares], value| {
            [sum + value, squares + value * value]
        });
        let mean = sum / count;
        let deviations = values.fold(0.0, |sum, value| sum + (value - mean).powi(2));
        Self {
            count,
            mean,
            deviations,
            squares,
        }
    }

    /// Those of two boxes together, without looking at their values again:
    ///
    /// ```text
    /// δ = μ_b − μ_a        μ = μ_a + δ·n_b/n        S = S_a + S_b + δ²·n_a·n_b/n
    /// ```
    ///
    /// (Chan, Golub & LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979).
    pub fn with(self, other: Self) -> Self {
        let count = self.count + other.count;
        let delta = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + delta * other.count / count,
            deviations: self.deviations
                + other.deviations
                + delta * delta * self.count * other.count / count,
            squares: self.squares + other.squares,
        }
    }

    /// σ², biased.
    pub fn variance(&self) -> f64 {
        self.deviations / self.count
    }

    /// The deviation of the unbiased variance.
    pub fn unbiased_deviation(&self) -> f64 {
        (self.deviations / (self.count - 1.0)).sqrt()
    }

    /// Mean of x².
    pub fn mean_square(&self) -> f64 {
        self.squares / self.count
    }

    /// ‖x‖
    pub fn norm(&self) -> f64 {
        self.squares.sqrt()
    }
}
