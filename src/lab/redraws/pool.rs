//! The samples that batches are cut from.

use super::{CHUNK, Experiment};
use crate::tensor::Sampler;
use crate::torch::Generator;
use ndarray::Axis;

/// One channel of many samples.
#[derive(Default)]
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

/// Samples that are being drawn, with all their channels, of which one is kept.
pub(super) struct Draw {
    sampler: Sampler,
    channel: usize,
    /// Calls of the recipe that are left
    left: usize,
    pool: Pool,
}

impl Draw {
    /// Of `samples` samples at least.
    pub fn begin(experiment: &Experiment, samples: usize) -> Self {
        let mut source = experiment.source.clone();
        source.shape[0] = CHUNK;
        let positions = source.shape[2..].iter().product();
        Self {
            sampler: source.sampler(experiment.seed),
            channel: experiment.channel,
            left: samples.div_ceil(CHUNK),
            pool: Pool {
                positions,
                values: Vec::with_capacity(samples.next_multiple_of(CHUNK) * positions),
                seed: experiment.seed,
            },
        }
    }

    /// Calls the recipe once; gives all samples with the last call.
    pub fn step(&mut self) -> Option<Pool> {
        if self.left > 0 {
            let x = self.sampler.next_batch();
            let channel = x.index_axis(Axis(1), self.channel);
            self.pool.values.extend(channel.iter());
            self.left -= 1;
        }
        (self.left == 0).then(|| std::mem::take(&mut self.pool))
    }
}

impl Pool {
    /// Draws at least `samples` samples.
    pub fn draw(experiment: &Experiment, samples: usize) -> Self {
        let mut draw = Draw::begin(experiment, samples);
        loop {
            if let Some(pool) = draw.step() {
                return pool;
            }
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
