//! The statistics of a population in place of running averages.

use super::Trainer;
use crate::nn::{Data, Mode, Network};
use crate::norm::Running;

impl Trainer {
    /// The trainer with averages that are recomputed over its next batches, with the parameters as they are:
    ///
    /// ```text
    /// μ = E[μ_B]      σ² = E[σ²_B + μ_B²] − μ²      over batches B
    /// ```
    ///
    /// (Wu & Johnson 2021, arXiv:2105.07576, section 3: PreciseBN.) Each layer sees what the ones before it give with
    /// the statistics of the batch, and neither dropout nor noise.
    ///
    /// # Panics
    ///
    /// If there are no batches, or the samples are not such as the network takes.
    #[must_use]
    pub fn recomputed(&self, data: &Data, batches: usize) -> Self {
        assert!(batches > 0, "a batch at least");
        let mut going = self.clone();
        let outputs = going.network.output_len();
        let mut sums = going.network.running();
        for running in sums.iter_mut().flatten() {
            running.mean.fill(0.0);
            running.var.fill(0.0);
            running.batches = batches as u64;
        }
        for _ in 0..batches {
            let samples = going.dealer.next(data);
            data.gather(samples, outputs, &mut going.x, &mut going.targets);
            let (count, generator) = (samples.len(), &mut going.generator);
            let mode = Mode::BatchStatistics;
            going.network.forward(&going.x, count, mode, generator);
            add(&mut sums, &going.network, batches);
        }
        for running in sums.iter_mut().flatten() {
            for (var, mean) in running.var.iter_mut().zip(&running.mean) {
                *var = (*var - mean * mean).max(0.0);
            }
        }
        let mut recomputed = self.clone();
        recomputed.network.set_running(&sums);
        recomputed
    }
}

/// Adds the share of a batch: its means, and its variances with the squares of its means. Where a channel has several
/// sets, they count alike.
fn add(sums: &mut [Option<Running>], network: &Network, batches: usize) {
    let activations = network.activations();
    let norms = activations.iter().filter_map(|layer| layer.norm);
    for (sum, (batch, _)) in sums.iter_mut().zip(norms) {
        let Some(sum) = sum else { continue };
        let channels = sum.mean.len();
        let share = channels as f64 / (batch.mean.len() * batches) as f64;
        for (k, (mean, var)) in batch.mean.iter().zip(&batch.var).enumerate() {
            sum.mean[k % channels] += share * mean;
            sum.var[k % channels] += share * (var + mean * mean);
        }
    }
}
