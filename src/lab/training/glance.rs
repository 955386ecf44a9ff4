//! What is seen of a network at times.

use super::Split;
use crate::nn::{Activations, Mode, Part, Score, Trainer};

/// Shares of the values that lie below a quantile: 0, 5, …, 100 per cent.
pub const QUANTILES: usize = 21;

/// A look at a network in training.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// Steps that were made by then
    pub step: usize,
    /// On samples that it learns from, in eval mode
    pub seen: Score,
    /// On the samples for the test, in eval mode
    pub test: Score,
    /// On the samples for the test, with the statistics of a batch of them, where a layer keeps running averages
    pub on_batch: Option<Score>,
    /// The maps with their parameters, from the first to the last
    pub maps: Vec<Map>,
    /// What each normalization is given and gives; without one, what each map but the last gives, twice
    pub places: Vec<Place>,
}

/// A linear map or a convolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Map {
    /// ‖∂L/∂W‖, of the next batch
    pub gradient: f64,
    /// ‖W‖
    pub weight: f64,
}

/// Activations of the next batch, before and behind a normalization.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Quantiles before it
    pub before: [f32; QUANTILES],
    /// Quantiles behind it
    pub behind: [f32; QUANTILES],
    /// How far its running means are from those of the batch, in deviations of the batch: the mean over channels
    pub lag: Option<f64>,
}

impl Glance {
    /// Looks at a network, and leaves it as it is.
    pub fn at(trainer: &Trainer, split: &Split) -> Self {
        let (looking, _) = trainer.look(&split.train);
        let has_running = trainer.network().running().iter().any(Option::is_some);
        let mut tested = trainer.clone();
        let mut score = |data, mode| tested.evaluate(data, mode);
        Self {
            step: trainer.steps(),
            seen: score(&split.seen, Mode::Eval),
            test: score(&split.test, Mode::Eval),
            on_batch: has_running.then(|| score(&split.test, Mode::BatchStatistics)),
            maps: maps(&looking),
            places: places(&looking),
        }
    }
}

/// ‖·‖
fn length(values: &[f32]) -> f64 {
    let squares = values.iter().map(|value| f64::from(*value).powi(2));
    squares.sum::<f64>().sqrt()
}

fn maps(looking: &Trainer) -> Vec<Map> {
    let network = looking.network();
    let parameters = network.parameters();
    let activations = network.activations();
    let maps = activations.iter().filter(|layer| layer.part == Part::Map);
    let map = |layer: &Activations| {
        let weight = parameters.find(&format!("{}.weight", layer.name));
        let weight = weight.expect("a map has a weight");
        Map {
            gradient: length(&network.gradients()[weight.place.clone()]),
            weight: length(parameters.of(weight)),
        }
    };
    maps.map(map).collect()
}

fn places(looking: &Trainer) -> Vec<Place> {
    let activations = looking.network().activations();
    let is_map = |layer: &Activations| layer.part == Part::Map;
    // The last one gives the outputs.
    let last = activations.iter().rposition(is_map).unwrap_or(0);
    let maps = (0..last).filter(|k| is_map(&activations[*k]));
    maps.map(|k| place(&activations[k..])).collect()
}

/// Of a map and the layers behind it. Where it ends a branch, what it gives is taken with the sum.
fn place(layers: &[Activations]) -> Place {
    let is_sum = layers.get(1).is_some_and(|layer| layer.part == Part::Sum);
    let layers = &layers[usize::from(is_sum)..];
    let norms = layers[1..]
        .iter()
        .take_while(|layer| layer.part == Part::Norm);
    let norms: Vec<_> = norms.collect();
    let before = quantiles(layers[0].y);
    Place {
        behind: norms.last().map_or(before, |layer| quantiles(layer.y)),
        lag: norms.first().and_then(|layer| lag(layer)),
        before,
    }
}

fn lag(layer: &Activations) -> Option<f64> {
    let (batch, running) = layer.norm?;
    let running = running?;
    let channels = running.mean.iter().zip(&batch.mean).zip(&batch.var);
    let far = channels.map(|((running, batch), var)| (running - batch).abs() / (var + 1e-5).sqrt());
    Some(far.sum::<f64>() / running.mean.len() as f64)
}

/// As `numpy.quantile` has them, between neighbours in proportion; what is no number comes last.
pub fn quantiles(values: &[f32]) -> [f32; QUANTILES] {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let last = sorted.len().saturating_sub(1);
    std::array::from_fn(|k| {
        let at = last as f64 * k as f64 / (QUANTILES - 1) as f64;
        let (low, share) = (at.floor() as usize, at.fract() as f32);
        let [low, high] =
            [low, (low + 1).min(last)].map(|at| sorted.get(at).copied().unwrap_or(f32::NAN));
        if share == 0.0 {
            low
        } else {
            low + share * (high - low)
        }
    })
}
