//! The samples that batches are cut from.

use super::{CHUNK, Experiment};
use crate::tensor::Source;
use crate::torch::Generator;
use ndarray::Axis;

/// One channel of many samples.
pub(super) struct Pool {
    /// Values of the channel in one sample
    pub positions: usize,
    values: Vec<f32>,
    seed: u64,
}

/// Shuffled samples, cut into batches of one size.
pub(super) struct Batches<'a> {
    pool: &'a Pool,
    order: Vec<usize>,
    samples: usize,
}

/// How far the seed of the shuffle is from that of x.
const SHUFFLE: u64 = 2;

impl Pool {
    /// Draws at least `samples` samples, with all their channels, and keeps one channel.
    pub fn draw(experiment: &Experiment, samples: usize) -> Self {
        let mut source: Source = experiment.source.clone();
        source.shape[0] = CHUNK;
        let positions = source.shape[2..].iter().product();
        let mut values = Vec::with_capacity(samples.next_multiple_of(CHUNK) * positions);
        let mut sampler = source.sampler(experiment.seed);
        for _ in 0..samples.div_ceil(CHUNK) {
            let x = sampler.next_batch();
            values.extend(x.index_axis(Axis(1), experiment.channel).iter());
        }
        Self {
            positions,
            values,
            seed: experiment.seed,
        }
    }

    /// Mean and variance of all values.
    pub fn moments(&self) -> (f64, f64) {
        let n = self.values.len() as f64;
        let mean = self.values.iter().copied().map(f64::from).sum::<f64>() / n;
        let square = |value: &f32| (f64::from(*value) - mean).powi(2);
        (mean, self.values.iter().map(square).sum::<f64>() / n)
    }

    /// `batches` batches of `samples` samples each: the first samples, shuffled.
    pub fn batches(&self, batches: usize, samples: usize) -> Batches<'_> {
        let mut order: Vec<usize> = (0..batches * samples).collect();
        let random = Generator::new(self.seed.wrapping_add(SHUFFLE)).rand(&[order.len()]);
        // Fisher and Yates: each place gets one of those that are left.
        for (k, u) in random.iter().enumerate() {
            let left = order.len() - k;
            let other = (f64::from(*u) * left as f64) as usize;
            order.swap(k, k + other);
        }
        Batches {
            pool: self,
            order,
            samples,
        }
    }
}

impl Batches<'_> {
    /// Lengths of the axes of a batch: samples, the one channel, its positions.
    pub fn shape(&self) -> [usize; 3] {
        [self.samples, 1, self.pool.positions]
    }

    /// Values in a batch.
    pub fn set_len(&self) -> usize {
        self.samples * self.pool.positions
    }

    /// Writes the values of batch `k` into `x`.
    pub fn take(&self, k: usize, x: &mut Vec<f32>) {
        x.clear();
        let len = self.pool.positions;
        for &sample in &self.order[k * self.samples..][..self.samples] {
            x.extend(&self.pool.values[sample * len..][..len]);
        }
    }
}
