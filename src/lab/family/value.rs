//! From what was measured to y.

use super::method::{Measure, Method, Tiled};
use super::state::RENORM_EPS;
use super::{Quantity, Term};

impl Method {
    /// y of an element, by its terms.
    pub(super) fn y(&self, x: f64, terms: &[Term]) -> f64 {
        let value = |place: usize| terms[place].value;
        let normal = |pair: &[Term], eps: f64| (x - pair[0].value) / (pair[1].value + eps).sqrt();
        match self {
            Self::Tiled(tiled) => tiled.y(x, terms),
            Self::Synced { eps } => normal(&terms[terms.len() - 2..], *eps),
            Self::Renormalized { .. } => renormalized(x, terms),
            Self::Power { eps } => x / (value(0) + eps).sqrt(),
            // A sample in its own style is itself, without the rounding of there and back.
            Self::Restyled { .. } if value(0) == value(2) && value(1) == value(3) => x,
            Self::Restyled { eps } => {
                normal(&terms[..2], *eps) * (value(3) + eps).sqrt() + value(2)
            }
            Self::Switchable { eps, .. } => {
                let sum = |quantity| {
                    let of_kind = terms.iter().filter(|term| term.quantity == quantity);
                    of_kind.map(Term::share).sum::<f64>()
                };
                (x - sum(Quantity::Mean)) / (sum(Quantity::Variance) + eps).sqrt()
            }
            Self::BatchInstance { eps, .. } => {
                let share = |pair: &[Term]| pair[0].weight.unwrap_or(1.0) * normal(pair, *eps);
                terms.chunks(2).map(share).sum()
            }
            Self::Neighbours {
                size,
                alpha,
                beta,
                k,
            } => x / (k + alpha / *size as f64 * value(0)).powf(*beta),
            Self::Tanh { alpha } => (alpha * x).tanh(),
            Self::Spectral => x / value(0),
        }
    }
}

impl Tiled {
    fn y(&self, x: f64, terms: &[Term]) -> f64 {
        let value = |place: usize| terms[place].value;
        let x_hat = match self.measure {
            Measure::Variance { eps } => (x - value(0)) / (value(1) + eps).sqrt(),
            Measure::Deviation { eps } => (x - value(0)) / (value(1) + eps),
            Measure::MeanSquare { eps } => x / (value(0) + eps).sqrt(),
            Measure::Norm { eps } => x / at_least(eps, value(0)),
        };
        let y = self.gain * x_hat;
        self.threshold.map_or(y, |threshold| at_least(threshold, y))
    }
}

/// The larger one. Unlike `f64::max` it keeps NaN, as `torch.clamp` and `torch.maximum` do.
fn at_least(least: f64, value: f64) -> f64 {
    if value < least { least } else { value }
}

/// Of the terms μ_B, σ²_B, μ, σ, r and d.
fn renormalized(x: f64, terms: &[Term]) -> f64 {
    let value = |place: usize| terms[place].value;
    let (mean, deviation) = (value(0), (value(1) + RENORM_EPS).sqrt());
    let [running_mean, running_deviation, r, d] = [2, 3, 4, 5].map(value);
    let is_free =
        r == deviation / running_deviation && d == (mean - running_mean) / running_deviation;
    match is_free {
        // Batch mean and deviation then cancel, and with them what rounding would leave of them.
        true => (x - running_mean) / running_deviation,
        false => (x - mean) / deviation * r + d,
    }
}
