//! The loss around its minimum, and how fast descent gets there.

use super::{Axis, Problem, eigen};

/// The part of the excess loss at the start that may be left.
pub const TOLERANCE: f64 = 1e-3;

/// Beyond this steps are not counted.
pub const MOST_STEPS: u64 = 10_000_000;

/// How many steps it takes until the excess loss, L − min L, is at most 1/1000 of what it was at θ = 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steps {
    /// So many
    Within(u64),
    /// More than [`MOST_STEPS`]
    Beyond,
    /// |1 − ηλ| ≥ 1 along the steepest direction: what is left there does not get less
    Never,
}

/// A quadratic loss: along each eigenvector of its Hessian it is ½ λ (distance)² above the minimum.
///
/// ```text
/// L(θ) − min L = Σ ½ λᵢ cᵢ(θ)²,   cᵢ(θ) = vᵢ · (θ − θ*)
/// cᵢ after k steps = (1 − ηλᵢ)ᵏ cᵢ(0)
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Bowl {
    /// Eigenvalues λ and eigenvectors v of the Hessian, the steepest first
    pub axes: [Axis<3>; 3],
    /// vᵢ · θ*: how far the minimum is from θ = 0 along each of them
    pub reach: [f64; 3],
}

impl Bowl {
    /// The bowl of a problem.
    pub fn of(problem: &Problem) -> Self {
        let axes = eigen(problem.hessian());
        let gradient = problem.gradient([0.0; 3]);
        // The gradient at 0 is −H θ*.
        let reach = axes.map(|axis| -axis.along(gradient) / axis.value);
        Self { axes, reach }
    }

    /// θ*, where the loss is least.
    pub fn minimum(&self) -> [f64; 3] {
        let part = |k: usize| {
            self.axes
                .iter()
                .zip(self.reach)
                .map(move |(v, c)| c * v.direction[k])
        };
        [0, 1, 2].map(|k| part(k).sum())
    }

    /// λmax.
    pub fn largest(&self) -> f64 {
        self.axes[0].value
    }

    /// λmin.
    pub fn smallest(&self) -> f64 {
        self.axes[2].value
    }

    /// κ = λmax/λmin: how many times as steep the loss is one way as the other, equally far from the minimum.
    pub fn condition(&self) -> f64 {
        self.largest() / self.smallest()
    }

    /// 2/λmax: with any larger learning rate descent goes away from the minimum.
    pub fn largest_step(&self) -> f64 {
        2.0 / self.largest()
    }

    /// L − min L after so many steps with the learning rate `rate`/λmax.
    pub fn excess(&self, rate: f64, steps: u64) -> f64 {
        let along = |(axis, reach): (&Axis<3>, f64)| {
            let kept = self.factor(axis, rate).abs().powf(2.0 * steps as f64);
            0.5 * axis.value * kept * reach * reach
        };
        self.axes.iter().zip(self.reach).map(along).sum()
    }

    /// What a step multiplies the distance along an axis by: 1 − ηλ.
    fn factor(&self, axis: &Axis<3>, rate: f64) -> f64 {
        1.0 - rate * (axis.value / self.largest())
    }

    /// How many steps it takes, found without taking them.
    pub fn steps(&self, rate: f64) -> Steps {
        if rate >= 2.0 {
            return Steps::Never;
        }
        let wanted = TOLERANCE * self.excess(rate, 0);
        let is_there = |steps| self.excess(rate, steps) <= wanted;
        if !is_there(MOST_STEPS) {
            return Steps::Beyond;
        }
        let mut enough = 1;
        while !is_there(enough) {
            enough = (2 * enough).min(MOST_STEPS);
        }
        let mut too_few = enough / 2;
        while enough - too_few > 1 {
            let middle = too_few + (enough - too_few) / 2;
            if is_there(middle) {
                enough = middle;
            } else {
                too_few = middle;
            }
        }
        Steps::Within(enough)
    }
}
