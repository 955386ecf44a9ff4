//! How large things are, over several draws.

use super::diagram::{Part, Station};

/// A number over several draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Its mean
    pub mean: f64,
    /// The smallest
    pub low: f64,
    /// The largest
    pub high: f64,
}

/// What an order does to a stack, each over all draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// ‖x‖²/d, the mean over all tokens: of the input, and after each block
    pub activations: Vec<Spread>,
    /// ‖∂L/∂W₂‖, the Frobenius norm, of each block
    pub gradients: Vec<Spread>,
    /// ‖y‖²/d of what comes out
    pub output: Spread,
    /// Each block, part by part
    pub stations: Vec<Vec<Station>>,
}

/// The same of one draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draw {
    pub activations: Vec<f64>,
    pub gradients: Vec<f64>,
    pub output: f64,
    pub stations: Vec<Vec<(Part, f64)>>,
}

impl Spread {
    /// Of some numbers, one at least.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let (count, sum) = values
            .clone()
            .fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
        Self {
            mean: sum / f64::from(count),
            low: values.clone().fold(f64::INFINITY, f64::min),
            high: values.fold(f64::NEG_INFINITY, f64::max),
        }
    }
}

impl Sizes {
    /// Of one draw at least, all of the same stack.
    pub(super) fn of(draws: &[Draw]) -> Self {
        let over = |value: &dyn Fn(&Draw) -> f64| Spread::of(draws.iter().map(value));
        let first = &draws[0];
        let each = |len: usize, value: fn(&Draw, usize) -> f64| -> Vec<Spread> {
            (0..len).map(|k| over(&|draw| value(draw, k))).collect()
        };
        let station = |(block, place): (usize, usize)| Station {
            part: first.stations[block][place].0,
            size: over(&|draw| draw.stations[block][place].1),
        };
        let stations = first.stations.iter().enumerate();
        Self {
            activations: each(first.activations.len(), |draw, k| draw.activations[k]),
            gradients: each(first.gradients.len(), |draw, k| draw.gradients[k]),
            output: over(&|draw| draw.output),
            stations: stations
                .map(|(block, parts)| (0..parts.len()).map(|k| station((block, k))).collect())
                .collect(),
        }
    }
}
