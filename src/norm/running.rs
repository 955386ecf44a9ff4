//! Running averages of the statistics, for eval mode.

use super::Statistics;

/// The averages that a layer keeps over the batches it was trained on.
///
/// ```text
/// r ← (1 − m)·r + m·μ             the mean
/// r ← (1 − m)·r + m·σ²·n/(n − 1)  the variance, unbiased, though x̂ uses the biased σ²
/// ```
///
/// with momentum m and n values in a set (Ioffe & Szegedy 2015, section 3.1 and algorithm 2,
/// has n/(n − 1); the moving average is PyTorch's).
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Running mean of each channel
    pub mean: Vec<f64>,
    /// Running variance of each channel
    pub var: Vec<f64>,
    /// Batches seen; instance norm does not count them
    pub batches: u64,
}

impl Running {
    /// As constructed: mean 0 and variance 1, so that a fresh layer in eval mode changes x by a factor 1/√(1 + ε) only.
    pub fn new(channels: usize) -> Self {
        Self {
            mean: vec![0.0; channels],
            var: vec![1.0; channels],
            batches: 0,
        }
    }

    /// Takes in the statistics of a batch whose sets have `set_len` values each.
    /// Where a channel has several sets (instance norm: one per sample) their average counts.
    pub(super) fn update(&mut self, batch: &Statistics, set_len: usize, momentum: f64) {
        let channels = self.mean.len();
        let mix = |running: &mut [f64], values: &[f64], factor: f64| {
            let samples = values.len() / channels;
            for (channel, r) in running.iter_mut().enumerate() {
                let of_samples = (0..samples).map(|sample| values[sample * channels + channel]);
                let average = of_samples.sum::<f64>() / samples as f64;
                *r = (1.0 - momentum) * *r + momentum * factor * average;
            }
        };
        let n = set_len as f64;
        mix(&mut self.mean, &batch.mean, 1.0);
        mix(&mut self.var, &batch.var, n / (n - 1.0));
    }

    /// Writes the averages as the statistics of sets that have the channel as their last index.
    pub(super) fn spread(&self, statistics: &mut Statistics) {
        let repeat = |values: &[f64], into: &mut [f64]| {
            for (into, value) in into.iter_mut().zip(values.iter().cycle()) {
                *into = *value;
            }
        };
        repeat(&self.mean, &mut statistics.mean);
        repeat(&self.var, &mut statistics.var);
    }
}
