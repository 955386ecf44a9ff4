//! The samples, and what the loss is on them.

use super::{Data, Setup};
use crate::torch::Generator;

/// Samples.
pub const SAMPLES: usize = 100;

/// The target is z · TRUTH + OFFSET + NOISE · ε: of the features as they are drawn, whatever their units.
pub(super) const TRUTH: [f64; 2] = [2.0, 1.0];
pub(super) const OFFSET: f64 = 0.5;
pub(super) const NOISE: f64 = 0.1;

/// A least squares problem: features and target of each sample, in float64.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// x₁ and x₂
    pub x: Vec<[f64; 2]>,
    /// The target
    pub y: Vec<f64>,
}

impl Problem {
    /// Draws it as PyTorch does after `torch.manual_seed(seed)`.
    ///
    /// ```text
    /// z = torch.randn(100, 2)      torch.rand(100, 2) for weather
    /// y = 2 z₁ + z₂ + 0.5 + 0.1 · torch.randn(100)
    /// x = zero + unit · z
    /// ```
    ///
    /// So scale and shift change the units that the features are written in and leave what is to be learnt:
    /// the best predictions, the loss at θ = 0 and the loss at the minimum are the same in all of them.
    pub fn draw(setup: &Setup, seed: u64) -> Self {
        let mut generator = Generator::new(seed);
        let shape = [SAMPLES, 2];
        let drawn = match setup.data {
            Data::Normal => generator.randn(&shape),
            Data::Weather => generator.rand(&shape),
        };
        let drawn: Vec<f64> = drawn.into_iter().map(f64::from).collect();
        let (drawn, _) = drawn.as_chunks::<2>();
        let noise = generator.randn(&[SAMPLES]);
        let target = |(z, noise): (&[f64; 2], f32)| {
            TRUTH[0] * z[0] + TRUTH[1] * z[1] + OFFSET + NOISE * f64::from(noise)
        };
        let [first, second] = setup.units();
        let in_units = |z: &[f64; 2]| {
            [
                first.zero + first.unit * z[0],
                second.zero + second.unit * z[1],
            ]
        };
        let mut x: Vec<[f64; 2]> = drawn.iter().map(in_units).collect();
        if setup.standardize {
            standardize(&mut x);
        }
        let y = drawn.iter().zip(noise).map(target).collect();
        Self { x, y }
    }

    /// L(θ) = 1/(2n) Σ (ŷ − y)².
    pub fn loss(&self, theta: [f64; 3]) -> f64 {
        let squares = self.errors(theta).map(|(_, error)| error * error);
        squares.sum::<f64>() / (2.0 * self.len())
    }

    /// ∇L(θ) = 1/n Σ (ŷ − y) · (x₁, x₂, 1): each error times the input that it came in by.
    pub fn gradient(&self, theta: [f64; 3]) -> [f64; 3] {
        let zero = [0.0; 3];
        let sum = self.errors(theta).fold(zero, |sum, (row, error)| {
            [0, 1, 2].map(|k| sum[k] + error * row[k])
        });
        sum.map(|sum| sum / self.len())
    }

    /// The Hessian H = DᵀD/n, the same at every θ.
    pub fn hessian(&self) -> [[f64; 3]; 3] {
        let product = |j: usize, k: usize| {
            let products = self.rows().map(|row| row[j] * row[k]);
            products.sum::<f64>() / self.len()
        };
        [0, 1, 2].map(|j| [0, 1, 2].map(|k| product(j, k)))
    }

    /// The rows of D, each with what the prediction is too large by.
    fn errors(&self, theta: [f64; 3]) -> impl Iterator<Item = ([f64; 3], f64)> {
        let error = move |(row, y): ([f64; 3], &f64)| {
            let predicted = row[0] * theta[0] + row[1] * theta[1] + row[2] * theta[2];
            (row, predicted - y)
        };
        self.rows().zip(&self.y).map(error)
    }

    fn rows(&self) -> impl Iterator<Item = [f64; 3]> {
        self.x.iter().map(|[first, second]| [*first, *second, 1.0])
    }

    fn len(&self) -> f64 {
        self.x.len() as f64
    }
}

/// Takes the mean of each feature away and divides it by √(1/n Σ (x − mean)²).
fn standardize(x: &mut [[f64; 2]]) {
    let count = x.len() as f64;
    for k in [0, 1] {
        let mean = x.iter().map(|row| row[k]).sum::<f64>() / count;
        x.iter_mut().for_each(|row| row[k] -= mean);
        let variance = x.iter().map(|row| row[k] * row[k]).sum::<f64>() / count;
        x.iter_mut().for_each(|row| row[k] /= variance.sqrt());
    }
}
