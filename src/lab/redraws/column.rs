//! All batches of one size.

use super::pool::Pool;
use super::{Experiment, Quantity, Refusal, law};
use crate::norm::{Layer, Module};

/// What was found in all batches of one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Samples in a batch, N
    pub samples: usize,
    /// Values of the channel in a batch, m
    pub set_len: usize,
    /// The quantity of each batch, in the order in which they were drawn
    pub values: Vec<f64>,
    /// Mean of these
    pub mean: f64,
    /// Standard deviation of these, over one less than their number
    pub spread: f64,
    /// What independent values would give; none for the gap
    pub expected: Option<Expected>,
    /// The largest difference of a single y, for the gap
    pub largest: Option<f64>,
}

/// What a law says of the statistics of m independent values. It is computed, not measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Their mean
    pub mean: f64,
    /// Their standard deviation
    pub spread: f64,
}

impl Column {
    pub(super) fn new(samples: usize, set_len: usize, values: Vec<f64>) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Self {
            samples,
            set_len,
            values,
            mean,
            spread: (squares / (n - 1.0)).sqrt(),
            expected: None,
            largest: None,
        }
    }

    /// The mean or the deviation of each batch.
    pub(super) fn of_statistics(
        experiment: &Experiment,
        pool: &Pool,
        samples: usize,
        redraws: usize,
    ) -> Result<Self, Refusal> {
        let is_mean = experiment.redraws.quantity == Quantity::Mean;
        let eps = experiment.layer.eps;
        let module = Module::new(Layer::BatchNorm(experiment.layer_of_channel()))?;
        let batches = pool.batches(redraws, samples);
        let mut workspace = module.workspace(&batches.shape())?;
        let mut x = Vec::with_capacity(batches.set_len());
        let mut statistic = |k: usize| {
            batches.take(k, &mut x);
            module.measure_into(&mut workspace, &x);
            let used = workspace.used();
            match is_mean {
                true => used.mean[0],
                false => (used.var[0] + eps).sqrt(),
            }
        };
        let values = (0..redraws).map(&mut statistic).collect();
        let set_len = batches.set_len();
        let expected = match is_mean {
            true => law::mean(pool.moments(), set_len),
            false => law::deviation(pool.moments(), set_len, eps),
        };
        Ok(Self {
            expected: Some(expected),
            ..Self::new(samples, set_len, values)
        })
    }
}
