//! What is seen of a network at times.

use super::Split;
use super::drift::{Drift, drifts};
use super::setup::Watched;
use super::shift::{Shift, Smoothness, smoothness, some_shifts};
use crate::nn::{Activations, Mode, Optimizer, Part, Score, Trainer};

/// Shares of the values that lie below a quantile: 0, 5, …, 100 per cent.
pub const QUANTILES: usize = 21;

/// Samples of the next batches that averages are recomputed over, or a few more, so that there are whole batches. Fewer
/// than there are for the test: at each glance this must cost little.
pub const RECOMPUTED: usize = 256;

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
    /// On the samples for the test, with averages recomputed over [`RECOMPUTED`] samples, where a layer keeps any
    pub recomputed: Option<Score>,
    /// The maps with their parameters, from the first to the last
    pub maps: Vec<Map>,
    /// What each normalization is given and gives; without one, what each map but the last gives, twice
    pub places: Vec<Place>,
    /// Behind the last normalization, where it is watched
    pub drift: Option<Drift>,
    /// Of the middle map and the last, where it is watched
    pub shifts: Vec<Shift>,
    /// Along the gradient, where it is watched
    pub smoothness: Option<Smoothness>,
}

/// A linear map or a convolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Map {
    /// ‖∂L/∂W‖, of the next batch
    pub gradient: f64,
    /// ‖W‖
    pub weight: f64,
    /// Effective learning rate: η/‖W‖² (van Laarhoven 2017, arXiv:1706.05350). Of a weight whose size does not count, since a
    /// normalization stands behind it, this alone decides how far a step of gradient descent turns it. A step of Adam is
    /// as large whatever the gradient is, and turns it by η/‖W‖.
    pub rate: f64,
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
    pub fn at(trainer: &Trainer, split: &Split, watched: Watched) -> Self {
        let measured = watched.measured();
        let is = |watched| measured == watched;
        let (looking, _) = trainer.look(&split.train);
        let has_running = trainer.network().running().iter().any(Option::is_some);
        let batches = RECOMPUTED.div_ceil(trainer.course().batch);
        let recomputed = has_running.then(|| {
            let mut recomputed = trainer.recomputed(&split.train, batches);
            recomputed.evaluate(&split.shown, Mode::Eval)
        });
        let mut tested = trainer.clone();
        let mut score = |data, mode| tested.evaluate(data, mode);
        Self {
            step: trainer.steps(),
            seen: score(&split.seen, Mode::Eval),
            test: score(&split.shown, Mode::Eval),
            on_batch: has_running.then(|| score(&split.shown, Mode::BatchStatistics)),
            recomputed,
            maps: maps(&looking),
            places: places(&looking),
            drift: is(Watched::Drift)
                .then(|| drifts(trainer, &split.train).pop())
                .flatten(),
            shifts: match is(Watched::Shift) {
                true => some_shifts(trainer, &split.train),
                false => Vec::new(),
            },
            smoothness: is(Watched::Landscape).then(|| smoothness(trainer, &split.train)),
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
        let place = weight.expect("a map has a weight").place.clone();
        let weight = length(&parameters.values[place.clone()]);
        Map {
            gradient: length(&network.gradients()[place]),
            weight,
            rate: match looking.course().optimizer {
                Optimizer::Sgd { .. } => looking.rate() / weight.powi(2),
                Optimizer::Adam { .. } => looking.rate() / weight,
            },
        }
    };
    maps.map(map).collect()
}

fn places(looking: &Trainer) -> Vec<Place> {
    let activations = looking.network().activations();
    hidden(&activations).into_iter().map(place).collect()
}

/// Each map but the last, with the normalization and the noise behind it.
pub(super) fn hidden<'a>(activations: &'a [Activations<'a>]) -> Vec<&'a [Activations<'a>]> {
    let is_map = |layer: &Activations| layer.part == Part::Map;
    // The last one gives the outputs.
    let last = activations.iter().rposition(is_map).unwrap_or(0);
    let maps = (0..last).filter(|k| is_map(&activations[*k]));
    let behind = |map: usize| {
        // Where it ends a branch, what it gives is taken with the sum.
        let next = activations.get(map + 1);
        let first = map + usize::from(next.is_some_and(|layer| layer.part == Part::Sum));
        let layers = activations[first + 1..].iter();
        let norms = layers.take_while(|layer| layer.part == Part::Norm).count();
        &activations[first..=first + norms]
    };
    maps.map(behind).collect()
}

/// Of a map and the layers behind it.
fn place(layers: &[Activations]) -> Place {
    let before = quantiles(layers[0].y);
    let norms = &layers[1..];
    Place {
        behind: norms.last().map_or(before, |layer| quantiles(layer.y)),
        lag: norms.first().and_then(lag),
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
